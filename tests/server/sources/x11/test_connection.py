from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator

import pytest
from xcffib import xproto

from piment.server.sources.base import SourceError
from piment.server.sources.x11.connection import Connection
from tests.server.sources.x11.desk import PATIENCE_S, open_xvfb

NO_WINDOW = 0x1FFFFFFF


@pytest.fixture
async def server() -> AsyncIterator[tuple[Connection, int]]:
    """A connection, and the process of its server."""
    async with open_xvfb() as (name, pid):
        connection = await Connection.open(name)
        yield connection, pid
        connection.close()


async def test_answers_are_there_when_they_are_said_to_be(connection: Connection) -> None:
    questions = [connection.core.GetInputFocus() for _ in range(100)]
    geometry = connection.core.GetGeometry(connection.root)
    assert await connection.answered()
    assert geometry.reply().width == connection.screen.width_in_pixels
    assert all(question.reply() for question in questions)


async def test_events_come_before_the_answers_that_follow_them(connection: Connection) -> None:
    heard: list[int] = []
    connection.on(xproto.MapNotifyEvent, lambda event: heard.append(event.window))
    window = connection.new_id()
    connection.core.CreateWindow(
        0, window, connection.root, 0, 0, 9, 9, 0, 0, 0,
        xproto.CW.EventMask, [xproto.EventMask.StructureNotify],
    )  # fmt: skip
    connection.core.MapWindow(window)
    assert heard == []
    await connection.answered()
    assert heard == [window]


async def test_several_can_wait_at_once(connection: Connection) -> None:
    questions = [connection.core.GetInputFocus() for _ in range(3)]
    waits = [asyncio.create_task(connection.answered()) for _ in range(3)]
    waits[1].cancel()
    done = await asyncio.gather(*waits, return_exceptions=True)
    assert done[0] is True
    assert isinstance(done[1], asyncio.CancelledError)
    assert done[2] is True
    assert all(question.reply() for question in questions)


async def test_a_refused_request_is_only_logged(
    connection: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    connection.core.MapWindow(NO_WINDOW)
    assert await connection.answered()
    assert "refused a request: WindowError" in caplog.text


async def test_of_refused_questions_none_is_left_behind(connection: Connection) -> None:
    good = connection.core.GetGeometry(connection.root)
    bad = [connection.core.GetGeometry(NO_WINDOW) for _ in range(2)]
    await connection.answered()
    with pytest.raises(xproto.DrawableError):
        connection.all_bytes_of([good, *bad])
    assert await connection.answered()


async def test_news_waits_for_wake(connection: Connection) -> None:
    waiting = asyncio.create_task(connection.news())
    await connection.answered()
    assert not waiting.done()
    connection.wake()
    assert await waiting


async def test_closing_wakes_everybody(connection: Connection) -> None:
    waits = [asyncio.create_task(connection.news()), asyncio.create_task(connection.answered())]
    await asyncio.sleep(0)
    connection.close()
    assert await asyncio.gather(*waits) == [False, False]
    assert await connection.news() is False
    assert await connection.answered() is False
    connection.flush()
    connection.close()


async def test_a_server_that_dies_is_told_to_everybody(server: tuple[Connection, int]) -> None:
    connection, pid = server
    os.kill(pid, signal.SIGSTOP)
    waits = [asyncio.create_task(connection.news()), asyncio.create_task(connection.answered())]
    await asyncio.sleep(0)
    os.kill(pid, signal.SIGKILL)
    for error in await asyncio.gather(*waits, return_exceptions=True):
        assert isinstance(error, SourceError)
        assert "is gone" in str(error)
    with pytest.raises(SourceError, match="is gone"):
        await connection.answered()
    assert connection.ended
    connection.flush()


async def test_asking_a_dead_server_is_our_own_error(server: tuple[Connection, int]) -> None:
    connection, pid = server
    os.kill(pid, signal.SIGKILL)

    async def ask_on() -> None:
        while True:
            with connection.talking():
                connection.core.NoOperation()
                connection._x.flush()
            await asyncio.sleep(0)

    with pytest.raises(SourceError, match="is gone"):
        await asyncio.wait_for(ask_on(), PATIENCE_S)


async def test_a_stopped_server_holds_up_only_who_waits_for_it(
    server: tuple[Connection, int],
) -> None:
    connection, pid = server
    os.kill(pid, signal.SIGSTOP)
    question = connection.core.GetInputFocus()
    waiting = asyncio.create_task(connection.answered())
    for _ in range(100):
        await asyncio.sleep(0)
    assert not waiting.done()
    os.kill(pid, signal.SIGCONT)
    assert await asyncio.wait_for(waiting, PATIENCE_S)
    assert question.reply()
