"""Pressing a machine's buttons."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from piment.server.scene.actions import Power
from piment.server.scene.updates import Notice, Severity
from piment.server.sources.qemu.monitor import Monitor
from piment.server.sources.qemu.power import PowerButtons
from piment.server.sources.qemu.stage import Stage
from tests.server.sources.qemu.fake.machine import FakeQemu
from tests.server.sources.qemu.pictures import Replay
from tests.server.sources.qemu.watching import until

COMMANDS = {Power.SHUTDOWN: "system_powerdown", Power.RESET: "system_reset"}


@pytest.mark.parametrize("power", Power)
async def test_buttons_are_pressed(
    fake: Callable[..., FakeQemu], stage: Stage, power: Power
) -> None:
    machine = fake()
    monitor = await Monitor.open(machine.path)
    PowerButtons(monitor, stage, allowed=True).press(power)
    await monitor.execute("query-status")  # comes second
    await monitor.execute("query-status")
    assert (COMMANDS[power], {}) in machine.monitor.commands
    assert list(stage.take()) == []
    monitor.close()


async def test_what_is_refused_is_told(fake: Callable[..., FakeQemu], stage: Stage) -> None:
    machine = fake()
    machine.monitor.refuses["system_reset"] = "not now"
    monitor = await Monitor.open(machine.path)
    replay = Replay()
    PowerButtons(monitor, stage, allowed=True).press(Power.RESET)
    await until(stage, replay, lambda: bool(replay.others))
    text = "the machine does not take reset: QEMU refused: not now"
    assert replay.others == [Notice(Severity.WARNING, text)]
    monitor.close()


@pytest.mark.parametrize(
    ("allowed", "text"), [(False, "serve with --allow-power"), (True, "serve with --qmp")]
)
def test_who_may_not_is_told(stage: Stage, allowed: bool, text: str) -> None:
    PowerButtons(None, stage, allowed=allowed).press(Power.SHUTDOWN)
    (notice,) = stage.take()
    assert isinstance(notice, Notice)
    assert text in notice.text


async def test_closing_waits_for_nothing(fake: Callable[..., FakeQemu], stage: Stage) -> None:
    monitor = await Monitor.open(fake().path)
    buttons = PowerButtons(monitor, stage, allowed=True)
    buttons.press(Power.RESET)
    (task,) = buttons._pressing
    buttons.close()
    await asyncio.wait([task])
    assert task.cancelled()
    monitor.close()
