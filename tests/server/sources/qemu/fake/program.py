"""The fake machine as a program that takes QEMU's options."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

from tests.server.sources.qemu.fake.machine import FakeQemu


async def main(arguments: list[str]) -> int:
    """Be a machine until told to quit or asked to end."""
    folder = Path(os.environ["FAKE_QEMU_FOLDER"])
    (folder / "arguments").write_text(" ".join(arguments))
    if "-no-such-option" in arguments:
        sys.stderr.write("-no-such-option: invalid option\n")
        return 1
    settings = dict(each.split("=") for each in _after("-chardev", arguments).split(",")[1:])
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, over.set)
    listening = socket.socket(fileno=int(settings["fd"]))
    machine = FakeQemu(folder, name="started", listening=listening)
    machine.monitor.quits = over.set
    await over.wait()
    await machine.stop()
    (folder / "ended").write_text("asked to")
    return 0


def _after(option: str, arguments: list[str]) -> str:
    return arguments[arguments.index(option) + 1]


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
