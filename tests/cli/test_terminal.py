from __future__ import annotations

import asyncio
import os
import pty
import termios
from pathlib import Path

from piment.cli.terminal import Typed, raw


def test_a_terminal_is_as_before_afterwards() -> None:
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    with raw(theirs):
        assert not termios.tcgetattr(theirs)[3] & (termios.ICANON | termios.ECHO | termios.ISIG)
    assert termios.tcgetattr(theirs) == before
    os.close(ours)
    os.close(theirs)


def test_what_is_no_terminal_stays_as_it_is() -> None:
    reading, writing = os.pipe()
    with raw(reading):
        os.write(writing, b"x")
    assert os.read(reading, 1) == b"x"
    os.close(reading)
    os.close(writing)


async def test_bytes_of_a_pipe() -> None:
    reading, writing = os.pipe()
    typed = Typed(reading)
    waiting = asyncio.create_task(typed.read())
    await asyncio.sleep(0)
    assert not waiting.done()
    os.write(writing, b"words")
    assert await asyncio.wait_for(waiting, 5) == b"words"
    os.close(writing)
    assert await asyncio.wait_for(typed.read(), 5) == b""
    os.close(reading)


async def test_who_waits_can_give_up() -> None:
    reading, writing = os.pipe()
    waiting = asyncio.create_task(Typed(reading).read())
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled()
    assert not asyncio.get_running_loop().remove_reader(reading)
    os.close(reading)
    os.close(writing)


async def test_bytes_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"content")
    descriptor = os.open(tmp_path / "file", os.O_RDONLY)
    assert await Typed(descriptor).read() == b"content"
    assert await Typed(descriptor).read() == b""
    os.close(descriptor)
