from __future__ import annotations

import asyncio
from collections.abc import Sequence

from piment.server.scene.actions import Key
from piment.server.scene.updates import Leds, LedsChanged, Update
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.input import Input
from piment.server.sources.x11.leds import LedWatch
from piment.server.sources.x11.xvfb import Display
from tests.server.sources.x11.desk import PATIENCE_S, run

CAPS, NUM = 0x3A, 0x45


async def next_change(watch: LedWatch) -> Leds:
    while True:
        while not watch.ask():
            assert await asyncio.wait_for(watch.connection.news(), PATIENCE_S)
        await watch.connection.answered()
        updates: Sequence[Update] = watch.answer()
        for update in updates:
            assert isinstance(update, LedsChanged)
            return update.leds


def tap(hand: Input, code: int) -> None:
    hand.act(Key(code, True))
    hand.act(Key(code, False))


async def test_the_lights_of_locks_are_followed(connection: Connection) -> None:
    watch = LedWatch(connection)
    assert await next_change(watch) == Leds()
    hand = Input(connection)
    tap(hand, CAPS)
    assert await next_change(watch) == Leds(caps_lock=True)
    tap(hand, NUM)
    assert await next_change(watch) == Leds(caps_lock=True, num_lock=True)
    tap(hand, CAPS)
    assert await next_change(watch) == Leds(num_lock=True)


async def test_they_are_known_from_the_beginning(connection: Connection) -> None:
    tap(Input(connection), NUM)
    assert await next_change(LedWatch(connection)) == Leds(num_lock=True)


async def test_programs_can_switch_them(connection: Connection, display: Display) -> None:
    watch = LedWatch(connection)
    assert await next_change(watch) == Leds()
    await run(display.environment, "xset", "led", "named", "Scroll Lock")
    assert await next_change(watch) == Leds(scroll_lock=True)


async def test_other_keys_are_no_news(connection: Connection) -> None:
    watch = LedWatch(connection)
    await next_change(watch)
    tap(Input(connection), 0x1E)
    await connection.answered()
    assert not watch.ask()
    assert watch.answer() == ()
