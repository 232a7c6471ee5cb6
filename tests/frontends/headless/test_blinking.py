from __future__ import annotations

import numpy as np
import pytest

from piment.frontends.headless.blinking import MOST_PLACES, Blinking
from piment.frontends.headless.image import Pixels
from piment.geometry import Rect

CURSOR = Rect(10, 20, 19, 36)


class Screen:
    def __init__(self) -> None:
        self.pixels: Pixels = np.zeros((200, 300, 4), np.uint8)
        self.blinking = Blinking()

    def show(self, value: int, *places: Rect) -> bool:
        """Change places; return whether that was a blink."""
        for place in places:
            self.pixels[place.rows, place.columns] = value
        return self.blinking.has_only_blinked(list(places), self.pixels)


@pytest.fixture
def screen() -> Screen:
    return Screen()


def test_what_goes_back_and_forth_blinks_once_both_states_are_known(screen: Screen) -> None:
    assert [screen.show(value, CURSOR) for value in (1, 0, 1, 0, 1)] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_a_third_state_is_a_change_and_makes_it_something_else(screen: Screen) -> None:
    told = [screen.show(value, CURSOR) for value in (1, 0, 1, 2, 3, 1, 2)]
    assert told == [False, False, True, False, False, False, False]


def test_what_turns_never_blinks(screen: Screen) -> None:
    assert not any(screen.show(value % 4, CURSOR) for value in range(1, 40))


def test_a_cursor_that_moves_on_changes(screen: Screen) -> None:
    for value in (1, 0, 1, 0):
        screen.show(value, CURSOR)
    assert not screen.show(1, CURSOR.moved(9, 0))


def test_a_blink_beside_a_change_is_a_change(screen: Screen) -> None:
    for value in (1, 0, 1, 0):
        screen.show(value, CURSOR)
    assert not screen.show(1, CURSOR, Rect(100, 100, 110, 110))
    assert screen.show(0, CURSOR)


def test_what_is_large_never_blinks(screen: Screen) -> None:
    assert not any(screen.show(value % 2, Rect(0, 0, 64, 48)) for value in range(6))


def test_many_places_are_no_cursor(screen: Screen) -> None:
    places = [Rect(x, 0, x + 2, 2) for x in range(0, 4 * MOST_PLACES, 3)]
    assert len(places) > MOST_PLACES
    assert not any(screen.show(value % 2, *places) for value in range(8))


def test_the_unused_byte_of_a_pixel_means_nothing(screen: Screen) -> None:
    screen.show(1, CURSOR)
    screen.show(0, CURSOR)
    screen.pixels[..., 3] = 99
    screen.pixels[CURSOR.rows, CURSOR.columns, :3] = 1
    assert screen.blinking.has_only_blinked([CURSOR], screen.pixels)
