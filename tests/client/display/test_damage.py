from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from piment.client.display.damage import MOST_RECTS, Damage
from piment.geometry import Rect

ONE, OTHER = Rect(0, 0, 1, 1), Rect(2, 2, 3, 3)


@pytest.fixture
def told() -> list[list[Rect]]:
    return []


@pytest.fixture
def damage(told: list[list[Rect]]) -> Damage:
    def tell(rects: Sequence[Rect]) -> None:
        told.append(list(rects))

    return Damage(tell)


async def test_what_changes_in_a_turn_is_told_at_once(
    damage: Damage, told: list[list[Rect]]
) -> None:
    damage.add([ONE])
    damage.add([])
    damage.add([OTHER])
    assert told == []
    await asyncio.sleep(0)
    assert told == [[ONE, OTHER]]
    await asyncio.sleep(0)
    assert told == [[ONE, OTHER]]
    damage.add([ONE])
    await asyncio.sleep(0)
    assert told[1:] == [[ONE]]


async def test_nothing_is_not_told(damage: Damage, told: list[list[Rect]]) -> None:
    damage.add([])
    damage.flush()
    await asyncio.sleep(0)
    assert told == []


async def test_it_can_be_told_earlier(damage: Damage, told: list[list[Rect]]) -> None:
    damage.add([ONE])
    damage.flush()
    assert told == [[ONE]]
    await asyncio.sleep(0)
    assert told == [[ONE]]


async def test_much_is_told_in_parts(damage: Damage, told: list[list[Rect]]) -> None:
    for _ in range(MOST_RECTS + 1):
        damage.add([ONE])
    assert [len(part) for part in told] == [MOST_RECTS]
    await asyncio.sleep(0)
    assert [len(part) for part in told] == [MOST_RECTS, 1]


async def test_what_is_gone_is_not_told(damage: Damage, told: list[list[Rect]]) -> None:
    damage.add([ONE])
    damage.forget()
    await asyncio.sleep(0)
    assert told == []
