"""QEMU with spice-server and no guest but its firmware: text on a screen in less than a second."""

from __future__ import annotations

import socket
from pathlib import Path

from tests.interop.peers.packages import need
from tests.interop.peers.ports import free_port
from tests.interop.peers.process import Process, read_line


class QemuFirmware:
    """A machine that waits in its BIOS; it is served at `uri`."""

    def __init__(self, folder: Path, spice: str = "disable-ticketing=on") -> None:
        """Start it with these options of `-spice`, besides the address."""
        need("qemu-system-x86")
        self.port = free_port()
        ours, theirs = socket.socketpair()
        machine = ("-machine", "q35", "-accel", "tcg", "-m", "64", "-nodefaults", "-vga", "qxl")
        with theirs:
            self.process = Process(
                [
                    "qemu-system-x86_64",
                    *machine,
                    *("-spice", f"addr=127.0.0.1,port={self.port},{spice}"),
                    *("-qmp", "stdio"),
                ],
                folder / "qemu.log",
                channel=theirs,
            )
        with ours:
            read_line(ours.fileno(), self.process)  # the monitor greets: all is set up

    @property
    def uri(self) -> str:
        """The address for viewers."""
        return f"spice://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """End the machine."""
        self.process.stop()
