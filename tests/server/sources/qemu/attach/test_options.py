"""Which options QEMU gets."""

from __future__ import annotations

import pytest

from piment.server.sources.base import SourceError
from piment.server.sources.qemu.attach.options import checked, ours


def test_a_command_that_fits_is_taken_as_it_is() -> None:
    command = ["qemu-system-x86_64", "-m", "512", "-spice", "port=5", "disk.img"]
    assert checked(command) is command


@pytest.mark.parametrize(
    "option", ["-display", "--display", "-nographic", "-curses", "-sdl", "-daemonize"]
)
def test_what_conflicts_is_refused(option: str) -> None:
    with pytest.raises(SourceError, match=f"qemu cannot have {option} here; leave it out"):
        checked(["qemu", "-m", "1", option, "gtk"])


def test_without_a_command_it_says_how() -> None:
    with pytest.raises(SourceError, match="write piment run -- qemu-system-x86_64"):
        checked([])


def test_what_is_added() -> None:
    assert ours(7) == [
        *("-display", "dbus,p2p=on"),
        *("-chardev", "socket,id=piment-monitor,fd=7,server=on,wait=off"),
        *("-mon", "chardev=piment-monitor,mode=control"),
    ]
