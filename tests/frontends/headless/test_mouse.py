from __future__ import annotations

import pytest

from piment.client.options import Options
from piment.client.terms import MouseMode
from piment.client.until import until
from piment.errors import InputError
from piment.frontends.headless import mouse as mice
from piment.frontends.headless import pursuit
from piment.frontends.headless.desktop import Desktop
from piment.geometry import Point
from piment.server.scene.actions import Button, ButtonChanged, PointerMoved, PointerPlaced
from tests.client.showing import Showing
from tests.frontends.headless.conftest import SIZE, Show

SERVER = Options(mouse_mode=MouseMode.SERVER)
LEFT = [ButtonChanged(Button.LEFT, pressed=True), ButtonChanged(Button.LEFT, pressed=False)]


async def test_a_click_is_at_its_place(showing: Showing, desktop: Desktop) -> None:
    await desktop.click(10, 20)
    done = await showing.source.did(lambda actions: len(actions) == 3)
    assert done == [PointerPlaced(Point(10, 20)), *LEFT]


async def test_buttons_have_names_and_counts(showing: Showing, desktop: Desktop) -> None:
    await desktop.click(1, 2, button="right", count=2)
    done = await showing.source.did(lambda actions: len(actions) == 5)
    assert [each.button for each in done if isinstance(each, ButtonChanged)] == 4 * [Button.RIGHT]
    with pytest.raises(InputError, match="'wheel': there are left, middle, right, side, extra"):
        await desktop.click(1, 2, button="wheel")


@pytest.mark.parametrize("place", [(-1, 0), (0, -1), (SIZE.width, 0), (0, SIZE.height)])
async def test_a_place_that_is_not_there_is_an_error(
    desktop: Desktop, place: tuple[int, int]
) -> None:
    with pytest.raises(InputError, match=f"{place[0]},{place[1]} is not on the monitor of 320x200"):
        await desktop.move(*place)
    with pytest.raises(InputError, match="is not on the monitor"):
        await desktop.drag((5, 5), place)


async def test_a_drag_leads_from_one_place_to_another(showing: Showing, desktop: Desktop) -> None:
    await desktop.drag((10, 20), (26, 100))
    done = await showing.source.did(lambda actions: LEFT[1] in actions)
    assert done[:2] == [PointerPlaced(Point(10, 20)), LEFT[0]]
    assert done[-2:] == [PointerPlaced(Point(26, 100)), LEFT[1]]
    places = [each.position.y for each in done if isinstance(each, PointerPlaced)]
    assert places == sorted(set(places))
    assert len(places) > 3


async def test_the_wheel_turns_both_ways(showing: Showing, desktop: Desktop) -> None:
    await desktop.scroll(2)
    await desktop.scroll(-1)
    done = await showing.source.did(lambda actions: len(actions) == 6)
    turned = [each.button for each in done if isinstance(each, ButtonChanged) and each.pressed]
    assert turned == [Button.DOWN, Button.DOWN, Button.UP]


async def test_a_placed_pointer_moves_from_its_last_place(
    showing: Showing, desktop: Desktop
) -> None:
    with pytest.raises(InputError, match="put nowhere yet"):
        await desktop.move_by(1, 1)
    await desktop.move(10, 20)
    await desktop.move_by(5, -30)
    done = await showing.source.did(lambda actions: len(actions) == 2)
    assert done[1] == PointerPlaced(Point(15, 0))


async def test_where_it_can_only_be_moved_it_is_led_there(show: Show) -> None:
    showing, desktop = await show(SERVER)
    showing.source.show_pointer()
    await until(showing.session, lambda: showing.session.cursors[0].is_visible)
    showing.source.gain = 2
    await desktop.click(33, 44)
    await showing.source.did(lambda actions: actions[-2:] == LEFT)
    assert showing.source.pointer == Point(33, 44)
    await desktop.move_by(3, 4)
    done = await showing.source.did(lambda actions: actions)
    assert done == [PointerMoved(3, 4)]


async def test_a_guest_without_a_pointer_is_not_clicked_at(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pursuit, "STEP_SECONDS", 0.02)
    showing, desktop = await show(SERVER)
    with pytest.raises(InputError, match="usb-tablet"):
        await desktop.click(1, 1)
    assert not any(isinstance(action, ButtonChanged) for action in showing.source.actions)


async def test_a_server_that_does_not_switch_leaves_the_mouse_to_be_moved(
    showing: Showing, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mice, "MODE_SECONDS", 0.02)
    showing.session.shared.mouse_mode = MouseMode.SERVER
    await desktop.move_by(1, 1)
    assert showing.session.shared.mouse_mode is MouseMode.SERVER
