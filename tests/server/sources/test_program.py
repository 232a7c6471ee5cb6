from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from piment.server.sources import program as module
from piment.server.sources.program import Program
from tests.server.sources.x11.desk import PATIENCE_S, children

ENVIRONMENT = dict(os.environ)


async def first_line(pipe: int) -> str:
    """What a program wrote into the pipe to say that it is ready."""
    stream = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stream), os.fdopen(pipe, "rb", 0)
    )
    try:
        return (await asyncio.wait_for(stream.readline(), PATIENCE_S)).decode().strip()
    finally:
        transport.close()


async def shell(script: str) -> tuple[Program, str]:
    """Start a shell that says something through descriptor 3."""
    reading, writing = os.pipe()
    try:
        started = Program(
            ["sh", "-c", f"exec 3>/dev/fd/{writing}; {script}"], ENVIRONMENT, pass_fds=[writing]
        )
    finally:
        os.close(writing)
    return started, await first_line(reading)


def runs(pid: str) -> bool:
    """Whether a process is there that is no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


async def gone(pid: str) -> None:
    """Wait until a process that may be nobody's child any more is gone."""
    try:
        file = os.pidfd_open(int(pid))
    except ProcessLookupError:
        return
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(file, done.set)
    try:
        await asyncio.wait_for(done.wait(), PATIENCE_S)
    finally:
        loop.remove_reader(file)
        os.close(file)


async def test_the_whole_group_ends() -> None:
    started, child = await shell("sleep 1000 & echo $! >&3; wait")
    assert runs(child)
    await started.stop()
    await gone(child)
    assert not runs(child)


async def test_nothing_is_left_to_be_waited_for() -> None:
    started, _ = await shell("echo ready >&3; sleep 1000")
    await started.stop()
    assert started._process.pid not in children()


async def test_who_refuses_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_GRACE_S", 0.05)
    started, pid = await shell("trap '' TERM; echo $$ >&3; while :; do sleep 1000; done")
    await started.stop()
    assert not runs(pid)


async def test_a_cancelled_stop_kills(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_GRACE_S", 1000.0)
    started, pid = await shell("trap '' TERM; echo $$ >&3; while :; do sleep 1000; done")
    stopping = asyncio.create_task(started.stop())
    await asyncio.sleep(0)
    stopping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stopping
    assert not runs(pid)


@pytest.mark.parametrize(
    ("script", "how"),
    [("exit 0", "with status 0"), ("exit 3", "with status 3"), ("kill -9 $$", "by signal 9")],
)
async def test_an_end_is_told(script: str, how: str) -> None:
    ended = asyncio.Event()
    started = Program(["sh", "-c", script], ENVIRONMENT, on_end=ended.set)
    await asyncio.wait_for(ended.wait(), PATIENCE_S)
    assert how in started.describe_end()
    await started.stop()


async def test_being_stopped_is_no_end_to_be_told() -> None:
    told: list[None] = []
    started = Program(["sleep", "1000"], ENVIRONMENT, on_end=lambda: told.append(None))
    await started.stop()
    assert told == []


async def test_a_program_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        Program(["no-such-program-anywhere"], ENVIRONMENT)


async def test_it_leads_a_group_of_its_own() -> None:
    started, pid = await shell("echo $$ >&3; sleep 1000")
    assert os.getpgid(int(pid)) == int(pid) != os.getpgrp()
    await started.stop()
