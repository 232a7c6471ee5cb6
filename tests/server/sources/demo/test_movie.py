import itertools
from datetime import datetime, timedelta

import pytest

from piment.geometry import Point, Size
from piment.server.sources.demo.cursors import Cursor
from piment.server.sources.demo.keyboard import Edit
from piment.server.sources.demo.movie import (
    BUTTON,
    FRAMES_PER_SECOND,
    PICTURE,
    TURN,
    Movie,
    Plasma,
)

NOON = datetime(2025, 11, 20, 12)
ON_BUTTON = Point(BUTTON.left + 5, BUTTON.top + 5)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def after_frames(frames: float) -> datetime:
    return after(frames / FRAMES_PER_SECOND)


@pytest.fixture
def movie() -> Movie:
    movie = Movie()
    movie.damage.clear()
    movie.tick(NOON)
    return movie


def test_plasma_flows_and_repeats_itself() -> None:
    plasma, other = Plasma(Size(64, 48)), Plasma(Size(64, 48))
    assert plasma.frame(0).shape == (48, 64, 4)
    assert (plasma.frame(0)[..., 3] == 255).all()
    assert (plasma.frame(7) == other.frame(7)).all()
    for one, following in itertools.pairwise(range(4)):
        assert (plasma.frame(one) != plasma.frame(following)).any(axis=2).mean() > 0.5


def test_plasma_goes_on_for_years() -> None:
    plasma = Plasma(Size(64, 48))
    for turns in (1, 43, 1 << 40):  # the phases' own numbers have 16 bits
        assert (plasma.frame(3) == plasma.frame(3 + turns * TURN)).all()


def test_it_stands_still_at_first(movie: Movie) -> None:
    assert not movie.is_playing
    movie.tick(after(10))
    assert not movie.damage
    assert movie.seconds_to_tick(after(10)) is None


def test_it_moves_with_the_clock_when_switched_on(movie: Movie) -> None:
    movie.press(ON_BUTTON)
    assert movie.is_playing
    movie.tick(NOON)
    movie.damage.clear()
    first = movie.canvas[: PICTURE.height].copy()
    movie.tick(after_frames(0.9))
    assert not movie.damage
    movie.tick(after_frames(3))
    assert list(movie.damage) == [movie.picture]
    assert (movie.canvas[: PICTURE.height] == Plasma(PICTURE).frame(3)).all()
    assert (movie.canvas[: PICTURE.height] != first).any()


def test_it_says_when_the_next_frame_is_due(movie: Movie) -> None:
    movie.press(ON_BUTTON)
    assert movie.seconds_to_tick(NOON) == 0
    movie.tick(NOON)
    assert movie.seconds_to_tick(NOON) == pytest.approx(1 / FRAMES_PER_SECOND)
    movie.tick(after_frames(5.25))
    due = movie.seconds_to_tick(after_frames(5.25))
    assert due == pytest.approx(0.75 / FRAMES_PER_SECOND, abs=1e-5)


def test_it_goes_on_where_it_was_stopped(movie: Movie) -> None:
    movie.press(ON_BUTTON)
    movie.tick(NOON)
    movie.tick(after_frames(4))
    movie.press(ON_BUTTON)
    movie.tick(after(100))
    assert not movie.is_playing
    assert (movie.canvas[: PICTURE.height] == Plasma(PICTURE).frame(4)).all()
    movie.press(ON_BUTTON)
    movie.tick(after(200))
    movie.tick(after(200) + timedelta(seconds=1) * 2 / FRAMES_PER_SECOND)
    assert (movie.canvas[: PICTURE.height] == Plasma(PICTURE).frame(6)).all()


def test_the_button_says_what_it_does(movie: Movie) -> None:
    play = movie.canvas[BUTTON.rows, BUTTON.columns].copy()
    movie.press(ON_BUTTON)
    assert (movie.canvas[BUTTON.rows, BUTTON.columns] != play).any()
    assert list(movie.damage) == [movie.button]
    movie.press(ON_BUTTON)
    assert (movie.canvas[BUTTON.rows, BUTTON.columns] == play).all()


def test_only_the_button_and_the_space_bar_switch(movie: Movie) -> None:
    movie.press(Point(50, 50))
    movie.type("x")
    movie.type(Edit.LEFT)
    assert not movie.is_playing
    movie.type(" ")
    assert movie.is_playing


def test_a_hidden_picture_costs_nothing(movie: Movie) -> None:
    movie.press(ON_BUTTON)
    movie.tick(NOON)
    movie.show(shown=False)
    movie.damage.clear()
    movie.tick(after(1))
    assert not movie.damage
    assert movie.seconds_to_tick(after(1)) is None


def test_the_pointer_is_a_hand_over_the_button(movie: Movie) -> None:
    assert movie.cursor_at(ON_BUTTON) is Cursor.HAND
    assert movie.cursor_at(Point(50, 50)) is Cursor.ARROW
