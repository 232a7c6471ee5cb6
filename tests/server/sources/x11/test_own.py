"""Desktops that the source starts itself: how they begin and how they end."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from piment.geometry import Point, Size
from piment.server.scene.actions import Key, ScreensWanted, ScreenWish
from piment.server.scene.updates import CursorMoved, Painted, Resizable, Resized
from piment.server.sources import program as program_module
from piment.server.sources.base import SourceError
from piment.server.sources.x11 import X11Source
from piment.server.sources.x11 import source as source_module
from piment.server.sources.x11.xvfb import LARGEST
from tests.server.sources.x11.desk import PATIENCE_S, Watcher, tool

SIZE = Size(320, 200)


Started = Callable[[], dict[str, int]]


async def test_it_begins_in_the_size_asked_for_with_the_pointer_in_the_middle(
    started: Started,
) -> None:
    source = X11Source.running([], Size(500, 300))
    assert source.name == "X11"
    await source.open()
    watcher = Watcher(source)
    await watcher.until(lambda: watcher.position is not None)
    assert watcher.updates[0] == Resized(Size(500, 300))
    assert CursorMoved(Point(250, 150)) in watcher.updates
    await source.close()
    await watcher.task
    assert started() == {}


async def test_a_program_appears_and_sees_the_size(tmp_path: Path, started: Started) -> None:
    report = tmp_path / "report"
    tool("xterm")
    script = f"xdpyinfo > {report}; exec xterm -geometry 20x5+0+0"
    source = X11Source.running(["sh", "-c", script], SIZE)
    await source.open()
    watcher = Watcher(source)
    await watcher.until(lambda: bool(watcher.screen.any()) and watcher.size == SIZE)
    assert "dimensions:    320x200 pixels (85x53 millimeters)" in report.read_text()
    assert set(started()) == {"Xvfb", "xterm"}
    await source.close()
    await watcher.task
    assert started() == {}


async def test_it_takes_the_size_that_a_viewer_wants(started: Started) -> None:
    source = X11Source.running([], SIZE)
    await source.open()
    watcher = Watcher(source)
    await watcher.until(lambda: Resizable(possible=True) in watcher.updates)
    for width in range(400, 500, 10):
        source.act(ScreensWanted((ScreenWish(Size(width, 300)),)))
    await watcher.until(lambda: watcher.size == Size(490, 300))
    assert sum(isinstance(update, Resized) for update in watcher.updates) < 5
    source.act(ScreensWanted((ScreenWish(Size(9000, 200)), ScreenWish(Size(1, 1)))))
    await watcher.until(lambda: watcher.size == Size(LARGEST.width, 200))
    for wishes in ((), (ScreenWish(Size(0, 0)),)):
        source.act(ScreensWanted(wishes))
    source.act(ScreensWanted((ScreenWish(SIZE),)))
    await watcher.until(lambda: watcher.size == SIZE)
    source.act(ScreensWanted((ScreenWish(Size(100, 100)),)))
    await source.close()
    await watcher.task
    assert started() == {}


async def test_the_end_of_the_command_is_the_end_of_the_desktop(
    caplog: pytest.LogCaptureFixture, started: Started
) -> None:
    caplog.set_level(logging.INFO)
    source = X11Source.running(["sh", "-c", "exit 3"], SIZE)
    await source.open()
    await asyncio.wait_for(Watcher(source).task, PATIENCE_S)
    assert "the desktop is gone: sh ended with status 3" in caplog.text
    source.act(Key(0x1E, True))
    with pytest.raises(SourceError, match="not open"):
        await source.resize(Size(10, 10))
    await source.close()
    assert started() == {}


async def test_the_end_of_the_server_is_an_error(started: Started) -> None:
    source = X11Source.running([], SIZE)
    await source.open()
    watcher = Watcher(source)
    await watcher.until(lambda: watcher.leds is not None)
    os.kill(started()["Xvfb"], signal.SIGKILL)
    with pytest.raises(SourceError, match="is gone"):
        await asyncio.wait_for(watcher.task, PATIENCE_S)
    source.act(Key(0x1E, True))
    await source.close()
    assert started() == {}


async def test_a_server_that_dies_under_input_and_drawing_is_no_other_error(
    started: Started,
) -> None:
    source = X11Source.running([], SIZE)
    await source.open()
    watcher = Watcher(source)
    await watcher.until(lambda: watcher.leds is not None)
    os.kill(started()["Xvfb"], signal.SIGKILL)
    while not watcher.task.done():
        source.act(Key(0x1E, True))
        await asyncio.sleep(0)
    assert isinstance(watcher.task.exception(), SourceError)
    await source.close()


async def test_a_stopped_server_does_not_hold_up_the_end(
    monkeypatch: pytest.MonkeyPatch, started: Started
) -> None:
    monkeypatch.setattr(source_module, "_RELEASE_S", 0.05)
    monkeypatch.setattr(program_module, "_GRACE_S", 0.05)
    source = X11Source.running([], SIZE)
    await source.open()
    watcher = Watcher(source)
    await watcher.until(lambda: watcher.leds is not None)
    os.kill(started()["Xvfb"], signal.SIGSTOP)
    source.act(Key(0x1E, True))
    await asyncio.wait_for(source.close(), PATIENCE_S)
    await asyncio.wait_for(watcher.task, PATIENCE_S)
    assert started() == {}


@pytest.mark.parametrize("turns", [1, 5, 50])
async def test_a_cancelled_close_still_ends_everything(
    monkeypatch: pytest.MonkeyPatch, started: Started, turns: int
) -> None:
    monkeypatch.setattr(program_module, "_GRACE_S", 0.1)
    source = X11Source.running(["sh", "-c", "trap '' TERM; while :; do sleep 1000; done"], SIZE)
    await source.open()
    closing = asyncio.create_task(source.close())
    for _ in range(turns):
        await asyncio.sleep(0)
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    assert started() == {}


async def test_a_command_that_is_not_there_leaves_nothing(started: Started) -> None:
    source = X11Source.running(["no-such-program-anywhere"], SIZE)
    with pytest.raises(SourceError, match="cannot start no-such-program-anywhere: No such file"):
        await source.open()
    assert started() == {}
    await source.close()


@pytest.mark.parametrize("delay_ms", [0, 1, 20, 60, 100, 140])
async def test_a_cancelled_open_leaves_nothing(delay_ms: int, started: Started) -> None:
    source = X11Source.running(["sleep", "1000"], SIZE)
    opening = asyncio.create_task(source.open())
    # Any moment will do; that it is another each time is the point.
    await asyncio.wait([opening], timeout=delay_ms / 1000)
    opening.cancel()
    await asyncio.wait([opening])
    await source.close()
    assert started() == {}


async def test_many_open_and_close_one_after_the_other(started: Started) -> None:
    for _ in range(3):
        source = X11Source.running(["sleep", "1000"], SIZE)
        await source.open()
        stream = source.updates()
        assert await anext(stream) == Resized(SIZE)
        await source.close()
        rest = [update async for update in stream]
        assert all(not isinstance(update, Resized) for update in rest)
        assert any(isinstance(update, Painted) for update in rest)
    assert started() == {}
