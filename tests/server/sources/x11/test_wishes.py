from __future__ import annotations

import asyncio

from piment.geometry import Size
from piment.server.scene.actions import ScreensWanted, ScreenWish
from piment.server.sources.base import SourceError
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.resize import Resizer
from piment.server.sources.x11.wishes import Wishes

LARGEST = Size(1000, 800)


class Slow(Resizer):
    """Takes its time, and notes what it is told to do."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.asked: list[Size] = []
        self.done = asyncio.Event()

    async def resize(self, size: Size) -> None:
        self.asked.append(size)
        await self.done.wait()
        if size.width == 13:
            raise SourceError("refused")


def wanted(*sizes: tuple[int, int]) -> ScreensWanted:
    return ScreensWanted(tuple(ScreenWish(Size(*size)) for size in sizes))


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_the_newest_wish_is_next_whatever_became_of_the_last(connection: Connection) -> None:
    resizer = Slow(connection)
    wishes = Wishes(connection, resizer, LARGEST)
    for width in (13, 14, 15, 16):
        wishes.want(wanted((width, 10)))
        await turns()
    assert resizer.asked == [Size(13, 10)]
    resizer.done.set()
    await turns()
    assert resizer.asked == [Size(13, 10), Size(16, 10)]
    wishes.want(wanted((5000, 700), (3, 3)))
    await turns()
    assert resizer.asked[2:] == [Size(1000, 700)]


async def test_no_screen_is_no_wish(connection: Connection) -> None:
    resizer = Slow(connection)
    wishes = Wishes(connection, resizer, LARGEST)
    for nothing in (wanted(), wanted((0, 0)), wanted((0, 0), (9, 9))):
        wishes.want(nothing)
    await turns()
    assert resizer.asked == []
    wishes.close()


async def test_closed_it_forgets(connection: Connection) -> None:
    resizer = Slow(connection)
    wishes = Wishes(connection, resizer, LARGEST)
    wishes.want(wanted((20, 20)))
    await turns()
    wishes.want(wanted((30, 30)))
    wishes.close()
    await turns()
    resizer.done.set()
    await turns()
    assert resizer.asked == [Size(20, 20)]
