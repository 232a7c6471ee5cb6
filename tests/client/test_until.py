from __future__ import annotations

import asyncio

import pytest

from piment.client.until import check_alive, until
from piment.errors import ConnectError
from tests.client.showing import Showing


async def test_what_is_so_already_is_not_waited_for() -> None:
    async with Showing() as showing:
        await until(showing.session, lambda: True)


async def test_it_asks_again_whenever_something_was_told() -> None:
    async with Showing() as showing:
        session = showing.session
        await until(session, lambda: 0 in session.displays and session.displays[0].is_marked)
        assert session.displays[0].is_marked


async def test_the_end_of_the_session_ends_it_with_the_reason() -> None:
    async with Showing() as showing:
        check_alive(showing.session)
        waiting = asyncio.create_task(until(showing.session, lambda: False))
        await asyncio.sleep(0)
        await showing.session.close()
        with pytest.raises(ConnectError, match="session: it is over: closed: connect again"):
            await waiting
        with pytest.raises(ConnectError, match="closed"):
            check_alive(showing.session)


async def test_it_hears_nothing_afterwards() -> None:
    asked: list[bool] = []
    async with Showing() as showing:
        await until(showing.session, lambda: asked.append(True) or True)
    assert len(asked) == 1
