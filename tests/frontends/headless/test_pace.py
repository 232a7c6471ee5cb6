from __future__ import annotations

import asyncio

import pytest

from piment.frontends.headless.pace import Pace


def now() -> float:
    return asyncio.get_running_loop().time()


async def test_the_first_turn_comes_at_once_and_the_next_in_time() -> None:
    pace, began = Pace(30), now()
    await pace.turn()
    assert now() - began < 0.03
    await pace.turn()
    assert now() - began >= 0.03


async def test_a_turn_may_have_a_pace_of_its_own_which_is_for_what_follows() -> None:
    pace, began = Pace(10_000), now()
    await pace.turn(20)
    await pace.turn(0)
    assert 0.02 <= now() - began < 5
    await pace.turn()
    assert now() - began < 5


async def test_several_who_wait_have_their_turns_one_after_the_other() -> None:
    pace, began = Pace(20), now()
    await asyncio.gather(*(pace.turn() for _ in range(4)))
    assert now() - began >= 0.06


async def test_who_was_idle_has_nothing_to_catch_up_with() -> None:
    pace = Pace(20)
    await pace.turn()
    await asyncio.sleep(0.1)
    await pace.turn()
    began = now()
    await pace.turn()
    assert now() - began >= 0.015


def test_there_is_no_negative_pace() -> None:
    with pytest.raises(ValueError, match="-1"):
        Pace(-1)
