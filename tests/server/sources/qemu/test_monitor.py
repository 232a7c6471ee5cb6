"""QEMU's monitor."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from piment.limits import MOST_QMP_LINE_BYTES
from piment.server.sources.qemu import monitor as module
from piment.server.sources.qemu.monitor import (
    Monitor,
    MonitorBusyError,
    MonitorError,
    MonitorGoneError,
)
from tests.server.sources.qemu.fake.machine import FakeQemu

Start = Callable[..., FakeQemu]


async def test_commands_are_executed_in_order(fake: Start) -> None:
    machine = fake()
    monitor = await Monitor.open(machine.path)
    machine.monitor.refuses["eject"] = "no such device"
    results = await asyncio.gather(
        monitor.execute("system_reset"),
        monitor.execute("eject", id="none"),
        monitor.execute("stop"),
        return_exceptions=True,
    )
    assert results[::2] == [{}, {}]
    assert isinstance(results[1], MonitorError)
    assert str(results[1]) == "QEMU refused: no such device"
    assert machine.monitor.commands == [
        ("qmp_capabilities", {}),
        ("system_reset", {}),
        ("eject", {"id": "none"}),
        ("stop", {}),
    ]
    monitor.close()


async def test_events_are_told_between_answers(fake: Start) -> None:
    machine = fake()
    monitor = await Monitor.open(machine.path)
    heard: list[tuple[str, dict[str, Any]]] = []
    monitor.happened = lambda name, data: heard.append((name, data))
    machine.monitor.tell("STOP")
    machine.monitor.tell("RESET", guest=True)
    machine.monitor.send(b'{"event": "ODD", "data": 5}\n{"odd": true}\n')
    await monitor.execute("query-status")
    assert heard == [("STOP", {}), ("RESET", {"guest": True}), ("ODD", {})]
    monitor.close()


async def test_descriptors_go_with_a_command(fake: Start) -> None:
    machine = fake()
    monitor = await Monitor.open(machine.path)
    reading, writing = os.pipe()
    await monitor.execute("getfd", [writing], fdname="it")
    os.close(writing)
    os.write(machine.monitor._handed["it"], b"x")
    assert os.read(reading, 1) == b"x"
    os.close(reading)
    monitor.close()


async def test_its_end_is_noticed_and_ends_what_waits(fake: Start) -> None:
    machine = fake()
    monitor = await Monitor.open(machine.path)
    waiting = asyncio.create_task(monitor.execute("stop"))
    await asyncio.sleep(0)
    monitor.close()
    with pytest.raises(MonitorGoneError):
        await waiting
    with pytest.raises(MonitorGoneError):
        await monitor.execute("stop")
    other = await Monitor.open(machine.path)
    await machine.monitor.stop()
    await other.ended.wait()


async def test_nobody_is_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await Monitor.open(tmp_path / "none")


async def test_who_serves_somebody_else_does_not_greet(
    fake: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_GREETING_S", 0.05)
    machine = fake()
    first = await Monitor.open(machine.path)
    with pytest.raises(MonitorBusyError, match="another program may use it; give QEMU one more"):
        await Monitor.open(machine.path)
    first.close()


async def test_no_answer_has_an_end(fake: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = fake()
    monitor = await Monitor.open(machine.path)
    monkeypatch.setattr(module, "_ANSWER_S", 0.0)
    with pytest.raises(MonitorError, match="does not answer stop in 0 s"):
        await monitor.execute("stop")
    monkeypatch.setattr(module, "_ANSWER_S", 30.0)
    machine.monitor.refuses["cont"] = "no"
    with pytest.raises(MonitorError, match="no"):  # the late answer is not taken for this one
        await monitor.execute("cont")
    monitor.close()


@pytest.mark.parametrize(
    "nonsense",
    [b"no JSON\n", b"[1]\n", b"x" * (MOST_QMP_LINE_BYTES + 1), b"[" * 100_000 + b"\n", b"\xff\n"],
)
async def test_what_is_no_monitor_is_left(tmp_path: Path, nonsense: bytes) -> None:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(nonsense)
        writer.close()

    path = tmp_path / "odd"
    server = await asyncio.start_unix_server(serve, path)
    with pytest.raises(MonitorError, match="a monitor does not write like that"):
        await Monitor.open(path)
    server.close()


async def test_who_greets_as_something_else_is_no_monitor(tmp_path: Path) -> None:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b'{"SSH": 2}\n')
        writer.close()

    server = await asyncio.start_unix_server(serve, tmp_path / "odd")
    with pytest.raises(MonitorError, match="what greets there is no monitor"):
        await Monitor.open(tmp_path / "odd")
    server.close()
