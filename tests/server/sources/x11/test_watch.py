from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from piment.geometry import Point
from piment.server.scene.updates import CursorMoved, Update
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.watch import Watch


class Counting(Watch):
    """Counts how often it is asked."""

    questions = 0

    def question(self) -> Any:
        self.questions += 1
        return self.questions

    def read(self, asked: Any) -> Sequence[Update]:
        return [CursorMoved(Point(asked, 0))]


async def test_it_asks_at_first_and_then_once_for_all_that_happened(connection: Connection) -> None:
    watch = Counting(connection)
    assert watch.ask()
    assert watch.answer() == [CursorMoved(Point(1, 0))]
    assert not watch.ask()
    assert watch.answer() == ()
    for _ in range(5):
        watch.notice()
    assert watch.ask()
    assert not watch.ask()
    assert watch.answer() == [CursorMoved(Point(2, 0))]
    assert watch.questions == 2


async def test_what_happened_wakes_the_reader(connection: Connection) -> None:
    watch = Counting(connection)
    watch.notice()
    assert await asyncio.wait_for(connection.news(), 1)
