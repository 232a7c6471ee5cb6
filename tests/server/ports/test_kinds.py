from __future__ import annotations

import pytest

from piment.protocol import channel as channels
from piment.protocol.channel import Channel
from piment.server.ports.kinds import PORT_CHANNELS, channel_of
from piment.server.ports.power import POWER_PORT


@pytest.mark.parametrize(
    ("name", "channel"),
    [
        ("org.spice-space.webdav.0", channels.webdav),
        ("org.qemu.usbredir", channels.usbredir),
        ("org.qemu.usbredir.1", channels.usbredir),
        ("org.qemu.console.serial.0", channels.port),
        ("com.example.whatever", channels.port),
        ("com.redhat.spice.0", None),
        ("org.spice-space.stream.0", None),
        ("org.qemu.monitor.hmp.0", None),
        ("org.qemu.monitor.qmp.0", None),
        (POWER_PORT, None),
        ("mon0", None),
        ("", None),
    ],
)
def test_known_names(name: str, channel: Channel | None) -> None:
    """wire.md 11; what may be a monitor is for nobody, and a guest cannot have our own ports."""
    assert channel_of(name) is channel


def test_kinds_have_the_numbers_of_the_protocol() -> None:
    assert [channel.number for channel in PORT_CHANNELS] == [10, 11, 9]
