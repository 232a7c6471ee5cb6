"""Which ports viewers get, and through what kind of channel (wire.md 11)."""

from __future__ import annotations

from piment.protocol import channel as channels
from piment.protocol.channel import Channel
from piment.server.sources.port import AGENT_PORT

OURS = "org.piment."
"""Names of this beginning belong to the server's own ports."""

_BY_NAME: dict[str, Channel | None] = {
    AGENT_PORT: None,
    "org.spice-space.webdav.0": channels.webdav,
    "org.spice-space.stream.0": None,
}
"""The agent has the main channel; pictures that a guest codes itself are no port for viewers."""

_BY_BEGINNING: dict[str, Channel | None] = {
    "org.qemu.usbredir": channels.usbredir,
    "org.qemu.monitor.": None,
    OURS: None,
}
"""Who has QEMU's monitor can do to the host whatever QEMU can."""

PORT_CHANNELS = (channels.port, channels.webdav, channels.usbredir)
"""All kinds that there are."""


def channel_of(name: str) -> Channel | None:
    """Return what kind of channel a port of this name gets; None if viewers may not have it.

    A port whose name has no dot was given none: it may be anything, also a monitor.
    """
    if name in _BY_NAME:
        return _BY_NAME[name]
    for beginning, channel in _BY_BEGINNING.items():
        if name.startswith(beginning):
            return channel
    return channels.port if "." in name else None
