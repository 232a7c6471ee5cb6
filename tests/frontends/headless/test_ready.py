from __future__ import annotations

import asyncio

import pytest

from piment.client.options import Options, Reconnect
from piment.client.session import Session
from piment.errors import ConnectError, InputError
from piment.frontends.headless.desktop import Desktop
from piment.frontends.headless.ready import ready_inputs
from tests.client.host import Host
from tests.client.showing import Showing
from tests.frontends.headless.conftest import Show


async def test_it_is_there_at_once_while_the_session_is_open(showing: Showing) -> None:
    inputs = await ready_inputs(showing.session)
    assert inputs is showing.session.inputs
    assert inputs.is_linked


async def test_a_session_that_was_lost_is_waited_for(showing: Showing) -> None:
    await showing.leave()
    waiting = asyncio.create_task(ready_inputs(showing.session))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await showing.serve()
    assert (await waiting).is_linked


async def test_a_session_that_is_over_has_none(show: Show) -> None:
    showing, _ = await show()
    await showing.leave()
    with pytest.raises(ConnectError, match="it is over"):
        await ready_inputs(showing.session)
    await showing.serve()


async def test_who_only_looks_has_none(show: Show) -> None:
    _, desktop = await show(Options(view_only=True))
    with pytest.raises(InputError, match="view_only"):
        await desktop.type("x")


async def test_a_server_may_offer_none() -> None:
    async with Host(offers=()) as host:
        session = Session(host.target, Options(reconnect=Reconnect()))
        async with Desktop(session) as desktop:
            with pytest.raises(InputError, match="offers no keyboard"):
                await desktop.key("a")
