from __future__ import annotations

import asyncio
import logging

import numpy as np
import pytest

from piment.client.session import Session
from piment.client.terms import Locks
from piment.client.until import until
from piment.errors import ConnectError, InputError
from piment.frontends.headless.audit import SECRET, Action
from piment.frontends.headless.desktop import Desktop
from piment.frontends.headless.screen import Monitor
from piment.frontends.headless.waiting import WaitTimeout
from piment.geometry import Rect
from piment.server.scene.actions import Key
from piment.server.scene.updates import Leds, LedsChanged
from tests.client.host import Host
from tests.client.showing import Showing
from tests.frontends.headless.conftest import SIZE


async def test_a_screenshot_is_exact(showing: Showing, desktop: Desktop) -> None:
    showing.source.noise(Rect.of_size(SIZE))
    await desktop.wait_until_stable(50)
    image = await desktop.screenshot()
    np.testing.assert_array_equal(image.pixels, showing.source.frame[..., 2::-1])
    assert image == await desktop.screenshot(monitor=0)
    assert desktop.size == SIZE
    assert desktop.monitors == [Monitor(0, Rect.of_size(SIZE))]
    assert desktop.name == "My desktop"


async def test_it_may_have_the_pointer(showing: Showing, desktop: Desktop) -> None:
    showing.source.show_pointer()
    session = showing.session
    await until(session, lambda: session.cursors[0].is_visible)
    plain = await desktop.screenshot()
    await desktop.move(33, 44)
    shown = await desktop.screenshot(cursor=True)
    rows, columns = np.nonzero((shown.pixels != plain.pixels).any(axis=2))
    assert (columns.min(), rows.min()) == (32, 42)  # the hot spot is at 1,2
    assert await desktop.screenshot() == plain


async def test_a_monitor_that_is_not_there_is_waited_for_in_vain(desktop: Desktop) -> None:
    with pytest.raises(WaitTimeout, match=r"no whole picture came within 0\.05 s; nothing"):
        await desktop.screenshot(monitor=1, timeout=0.05)


async def test_actions_are_told(showing: Showing, desktop: Desktop) -> None:
    told: list[Action] = []
    stop = desktop.listen(told.append)
    await desktop.type("ls\n")
    await desktop.type("swordfish", secret=True)
    await desktop.key("ctrl-c", "enter")
    async with desktop.hold("shift"):
        await desktop.click(1, 2)
    await desktop.drag((1, 2), (3, 4), button="middle", monitor=0)
    await desktop.move(5, 6)
    await desktop.move_by(1, 1)
    await desktop.scroll(3)
    with pytest.raises(InputError):
        await desktop.key("nokey")
    stop()
    await desktop.key("a")
    assert [(each.name, dict(each.arguments)) for each in told] == [
        ("type", {"text": "ls\n"}),
        ("type", {"text": SECRET}),
        ("key", {"chord": "ctrl-c"}),
        ("key", {"chord": "enter"}),
        ("click", {"x": 1, "y": 2, "monitor": None, "button": "left", "count": 1}),
        ("hold", {"chord": "shift"}),
        ("drag", {"start": (1, 2), "end": (3, 4), "monitor": 0, "button": "middle"}),
        ("move", {"x": 5, "y": 6, "monitor": None}),
        ("move_by", {"dx": 1, "dy": 1}),
        ("scroll", {"steps": 3}),
        ("key", {"chord": "nokey"}),
    ]
    assert [each.name for each in told if each.error] == ["key"]
    await showing.source.did(lambda actions: actions[-1:] == [Key(0x1E, pressed=False)])


async def test_a_secret_is_in_no_log(desktop: Desktop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await desktop.type("swordfish", secret=True)
    with pytest.raises(InputError) as caught:
        await desktop.type("swördfish", secret=True)
    assert "swordfish" not in caplog.text
    assert "ö" not in caplog.text + str(caught.value)


async def test_locks_are_switched_one_by_one(showing: Showing, desktop: Desktop) -> None:
    showing.source.tell(LedsChanged(Leds(num_lock=True)))
    await until(showing.session, lambda: desktop.locks == Locks.NUM_LOCK)
    switching = asyncio.create_task(desktop.set_locks(caps=True))
    await showing.source.did(lambda actions: len(actions) == 2)
    showing.source.tell(LedsChanged(Leds(num_lock=True, caps_lock=True)))
    await switching
    assert desktop.locks == Locks.NUM_LOCK | Locks.CAPS_LOCK
    await desktop.set_locks(num=True)
    switching = asyncio.create_task(desktop.set_locks(num=False, caps=False))
    await showing.source.did(lambda actions: len(actions) == 4)
    showing.source.tell(LedsChanged(Leds()))
    await switching
    assert desktop.locks == Locks(0)


async def test_it_opens_and_closes_its_session() -> None:
    async with Host() as host:
        desktop = Desktop(Session(host.target))
        async with desktop:
            assert desktop.session.is_open
            assert desktop.size is None
            assert desktop.locks == Locks(0)
            with pytest.raises(InputError, match="no display"):
                await desktop.screenshot()
        assert not desktop.session.is_open
        assert desktop.session.end_reason == "closed"


async def test_after_the_end_everything_says_why(desktop: Desktop) -> None:
    await desktop.close()
    for work in (desktop.type("a"), desktop.click(1, 1), desktop.screenshot()):
        with pytest.raises(ConnectError, match="it is over: closed"):
            await work
