from __future__ import annotations

import asyncio

import pytest

from piment.client.keyboard.layout import Layout, UntypableError
from piment.client.options import Options
from piment.client.terms import Locks
from piment.client.until import until
from piment.errors import ConnectError, InputError
from piment.frontends.headless.desktop import Desktop
from piment.frontends.headless.keyboard import Keyboard
from piment.frontends.headless.pace import Pace
from piment.server.scene.actions import Action, Key
from piment.server.scene.updates import Leds, LedsChanged
from tests.client.showing import Showing
from tests.frontends.headless.conftest import Show

CTRL, ALT, SHIFT, F2, A, B, ENTER, CAPS = 0x1D, 0x38, 0x2A, 0x3C, 0x1E, 0x30, 0x1C, 0x3A


def keyboard(showing: Showing, pace_ms: float = 0.0) -> Keyboard:
    return Keyboard(showing.session, Layout("us"), Pace(pace_ms))


def turns(actions: list[Action]) -> list[tuple[int, bool]]:
    return [(each.code, each.pressed) for each in actions if isinstance(each, Key)]


async def test_text_is_written_stroke_by_stroke(showing: Showing) -> None:
    await keyboard(showing).type("aB\n")
    done = await showing.source.did(lambda actions: len(actions) == 8)
    assert turns(done) == [
        *((A, True), (A, False), (SHIFT, True), (B, True), (B, False), (SHIFT, False)),
        *((ENTER, True), (ENTER, False)),
    ]


async def test_strokes_keep_the_pace(showing: Showing) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    await keyboard(showing, 30).type("abcd")
    assert loop.time() - began >= 0.09
    began = loop.time()
    await keyboard(showing, 10_000).type("abcd", pace_ms=1)
    assert loop.time() - began < 5


async def test_what_the_layout_does_not_have_is_told_and_nothing_typed(showing: Showing) -> None:
    with pytest.raises(UntypableError, match="'é'"):
        await keyboard(showing).type("café")
    await keyboard(showing).type("a")
    done = await showing.source.did(lambda actions: len(actions) == 2)
    assert turns(done) == [(A, True), (A, False)]


async def test_the_locks_of_the_guest_are_minded(showing: Showing) -> None:
    showing.source.tell(LedsChanged(Leds(caps_lock=True)))
    inputs = showing.session.inputs
    assert inputs is not None
    await until(showing.session, lambda: bool(inputs.locks & Locks.CAPS_LOCK))
    await keyboard(showing).type("B")
    done = await showing.source.did(lambda actions: len(actions) == 2)
    assert turns(done) == [(B, True), (B, False)]


async def test_a_chord_goes_down_in_order_and_up_the_other_way(showing: Showing) -> None:
    await keyboard(showing).press("ctrl-alt-f2")
    done = await showing.source.did(lambda actions: len(actions) == 6)
    assert turns(done) == [
        *((CTRL, True), (ALT, True), (F2, True)),
        *((F2, False), (ALT, False), (CTRL, False)),
    ]


async def test_keys_are_held_as_long_as_the_block_runs(showing: Showing) -> None:
    keys = keyboard(showing)
    async with keys.hold("shift"):
        await keys.type("a")
        done = await showing.source.did(lambda actions: len(actions) == 3)
        assert turns(done) == [(SHIFT, True), (A, True), (A, False)]
    done = await showing.source.did(lambda actions: len(actions) == 1)
    assert turns(done) == [(SHIFT, False)]


async def test_they_are_released_when_the_block_fails(showing: Showing) -> None:
    with pytest.raises(ZeroDivisionError):
        async with keyboard(showing).hold("ctrl"):
            raise ZeroDivisionError
    done = await showing.source.did(lambda actions: len(actions) == 2)
    assert turns(done) == [(CTRL, True), (CTRL, False)]


async def test_what_the_server_has_released_is_not_released_again(showing: Showing) -> None:
    async with keyboard(showing).hold("ctrl"):
        await showing.source.did(lambda actions: len(actions) == 1)
        await showing.leave()
        await showing.serve()
        await keyboard(showing).type("a")
        await showing.source.did(lambda actions: turns(actions)[-2:] == [(A, True), (A, False)])
    await keyboard(showing).type("b")
    done = await showing.source.did(lambda actions: len(actions) == 2)
    assert turns(done) == [(B, True), (B, False)]


async def test_an_unknown_key_is_an_error_before_anything_is_pressed(showing: Showing) -> None:
    with pytest.raises(InputError, match="nokey"):
        await keyboard(showing).press("ctrl-nokey")
    inputs = showing.session.inputs
    assert inputs is not None
    assert not inputs.keys_down


async def test_a_session_lost_while_typing_says_how_far_it_came(show: Show) -> None:
    showing, _ = await show(Options())
    typing = asyncio.create_task(keyboard(showing, 10).type("abcdefgh" * 100))
    await showing.source.did(lambda actions: len(actions) >= 4)
    await showing.leave()
    with pytest.raises(ConnectError, match=r"it was lost after \d+ of 800 strokes"):
        await typing
    await showing.serve()


async def test_locks_are_switched_and_waited_for(showing: Showing) -> None:
    keys = keyboard(showing)
    switching = asyncio.create_task(keys.set_locks(Locks.CAPS_LOCK))
    done = await showing.source.did(lambda actions: len(actions) == 2)
    assert turns(done) == [(CAPS, True), (CAPS, False)]
    assert not switching.done()
    showing.source.tell(LedsChanged(Leds(caps_lock=True)))
    await switching
    await keys.set_locks(Locks.CAPS_LOCK)
    assert not showing.source.actions


async def test_a_guest_without_locks_is_told_of(
    showing: Showing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("piment.frontends.headless.keyboard.LOCK_SECONDS", 0.05)
    with pytest.raises(InputError, match="locks stay"):
        await keyboard(showing).set_locks(Locks.NUM_LOCK)


async def test_the_desktop_has_the_layout_that_it_was_given(show: Show) -> None:
    showing, desktop = await show(layout=Layout("us"))
    await desktop.type("a")
    assert turns(await showing.source.did(lambda actions: len(actions) == 2))[0] == (A, True)
    with pytest.raises(InputError):
        Desktop(showing.session, layout="nowhere")
