from datetime import datetime, timedelta

import pytest

from piment.geometry import Point, Rect
from piment.server.scene.updates import Leds
from piment.server.sources.demo.panel import Panel, Tab
from piment.server.sources.demo.theme import PANEL_HEIGHT

WIDTH = 1000
NOON = datetime(2025, 11, 20, 12)
TABS = (Tab("One", is_shown=True, is_active=True), Tab("Two", is_shown=True, is_active=False))


@pytest.fixture
def panel() -> Panel:
    panel = Panel(WIDTH, [tab.title for tab in TABS])
    panel.show(NOON, Leds(), TABS)
    return panel


def changed_only_in(changed: list[Rect], place: Rect) -> bool:
    return bool(changed) and all(place.covers(rect) for rect in changed)


def test_the_first_time_everything_is_drawn(panel: Panel) -> None:
    assert panel.outline == panel.opaque == Rect(0, 0, WIDTH, PANEL_HEIGHT)
    assert panel.pixels.shape == (PANEL_HEIGHT, WIDTH, 4)
    assert (panel.pixels[..., 3] == 255).all()


def test_nothing_changes_within_a_second(panel: Panel) -> None:
    assert panel.show(NOON + timedelta(milliseconds=999), Leds(), TABS) == []


def test_a_second_changes_the_last_digit_only(panel: Panel) -> None:
    changed = panel.show(NOON + timedelta(seconds=1), Leds(), TABS)
    assert changed_only_in(changed, Rect(WIDTH - 30, 0, WIDTH, PANEL_HEIGHT))
    assert sum(rect.area for rect in changed) < 200


@pytest.mark.parametrize("leds", [Leds(True), Leds(False, True), Leds(False, False, True)])
def test_lights_go_on_and_off(panel: Panel, leds: Leds) -> None:
    off = panel.pixels.copy()
    changed = panel.show(NOON, leds, TABS)
    assert changed_only_in(changed, Rect(WIDTH // 2, 0, WIDTH - 150, PANEL_HEIGHT))
    assert panel.show(NOON, Leds(), TABS) == changed
    assert (panel.pixels == off).all()


def test_the_lights_have_different_places(panel: Panel) -> None:
    places = []
    for leds in (Leds(True), Leds(False, True), Leds(False, False, True)):
        places += panel.show(NOON, leds, TABS)
        panel.show(NOON, Leds(), TABS)
    assert len(places) == 3
    assert not places[0].overlaps(places[1])
    assert not places[0].overlaps(places[2])
    assert not places[1].overlaps(places[2])


def test_tabs_show_which_window_is_active_and_which_is_away(panel: Panel) -> None:
    first, second = panel.tab_places
    assert changed_only_in(
        panel.show(NOON, Leds(), (TABS[0]._replace(is_active=False), TABS[1])), first
    )
    away = TABS[1]._replace(is_shown=False)
    assert changed_only_in(
        panel.show(NOON, Leds(), (TABS[0]._replace(is_active=False), away)), second
    )


def test_tabs_are_found_by_place(panel: Panel) -> None:
    for index, place in enumerate(panel.tab_places):
        assert panel.tab_at(Point(place.left, place.top)) == index
    assert panel.tab_at(Point(2, 2)) is None
    assert panel.tab_at(Point(panel.tab_places[0].left, PANEL_HEIGHT + 1)) is None


def test_a_desktop_too_narrow_still_shows_the_clock() -> None:
    panel = Panel(200, [tab.title for tab in TABS])
    panel.show(NOON, Leds(), TABS)
    assert panel.show(NOON + timedelta(seconds=1), Leds(), TABS)
