from __future__ import annotations

import numpy as np
import pytest

from piment import limits
from piment.canvas import PixelFormat
from piment.client.display.damage import Damage
from piment.client.display.surfaces import PRIMARY, Surfaces
from piment.errors import ProtocolError
from piment.geometry import Rect, Size
from piment.protocol.display import SurfaceFmt
from tests.client.display.pieces import copy, dot, fill, picture

DEEP = SurfaceFmt.FMT_32_xRGB
SIZE = Size(4, 3)


class Told(Damage):
    """Damage that a test looks at."""

    def __init__(self) -> None:
        self.rects: list[Rect] = []

    def add(self, rects: list[Rect]) -> None:  # type: ignore[override]
        self.rects += rects


class OneImage:
    """Every image is the same."""

    def image(self, *_: object) -> object:
        return picture(7)

    mask = image


@pytest.fixture
def damage() -> Told:
    return Told()


@pytest.fixture
def surfaces(damage: Told) -> Surfaces:
    return Surfaces(damage)


@pytest.mark.parametrize("form", list(PixelFormat))
def test_surfaces_are_zero_at_first(surfaces: Surfaces, form: PixelFormat) -> None:
    assert surfaces.create(5, SIZE, SurfaceFmt(form))
    assert surfaces[5].format is form
    assert surfaces[5].words.shape == (3, 4)
    assert not surfaces[5].words.any()
    assert (len(surfaces), surfaces.pixels) == (1, 12)


def test_what_is_not_there(surfaces: Surfaces) -> None:
    assert surfaces.primary is None
    assert surfaces.get(9) is None
    assert not surfaces.destroy(9)
    with pytest.raises(ProtocolError, match="no surface 9"):
        surfaces[9]


def test_a_surface_that_is_created_again_is_zero(surfaces: Surfaces) -> None:
    surfaces.create(5, SIZE, DEEP)
    surfaces.fill(5, [(0, 0, 9, 9, 1)])
    assert surfaces.create(5, SIZE, DEEP)
    assert not surfaces[5].words.any()
    assert surfaces.pixels == 12


def test_a_screen_that_is_told_again_keeps_what_it_shows(surfaces: Surfaces) -> None:
    surfaces.create(PRIMARY, SIZE, DEEP)
    surfaces.fill(PRIMARY, [(0, 0, 9, 9, 1)])
    surfaces.is_marked = True
    assert not surfaces.create(PRIMARY, SIZE, DEEP)
    assert surfaces[PRIMARY].words.all()
    assert surfaces.is_marked


@pytest.mark.parametrize(("size", "form"), [(Size(3, 4), DEEP), (SIZE, SurfaceFmt.FMT_32_ARGB)])
def test_a_screen_in_another_form_is_a_new_one(
    surfaces: Surfaces, size: Size, form: SurfaceFmt
) -> None:
    surfaces.create(PRIMARY, SIZE, DEEP)
    surfaces.fill(PRIMARY, [(0, 0, 9, 9, 1)])
    surfaces.is_marked = True
    assert surfaces.create(PRIMARY, size, form)
    assert not surfaces[PRIMARY].words.any()
    assert not surfaces.is_marked


def test_the_mark_goes_with_the_screen(surfaces: Surfaces) -> None:
    surfaces.create(PRIMARY, SIZE, DEEP)
    surfaces.create(1, SIZE, DEEP)
    surfaces.is_marked = True
    assert surfaces.destroy(1)
    assert surfaces.is_marked
    assert surfaces.destroy(PRIMARY)
    assert not surfaces.is_marked
    assert (len(surfaces), surfaces.pixels) == (0, 0)


def test_only_the_screen_is_told_of(surfaces: Surfaces, damage: Told) -> None:
    for surface_id in (PRIMARY, 1):
        surfaces.create(surface_id, SIZE, DEEP)
    images = OneImage()
    surfaces.draw(fill(3, surface_id=1), images)  # type: ignore[arg-type]
    surfaces.fill(1, [(0, 0, 1, 1, 1)])
    surfaces.put_frame(1, picture(1), Rect(0, 0, 1, 1), None)
    assert damage.rects == []
    surfaces.draw(copy(dot(0), 2, 1), images)  # type: ignore[arg-type]
    surfaces.fill(PRIMARY, [(0, 0, 1, 1, 1)])
    surfaces.put_frame(PRIMARY, picture(1), Rect(3, 2, 9, 9), None)
    assert damage.rects == [Rect(2, 1, 3, 2), Rect(0, 0, 1, 1), Rect(3, 2, 4, 3)]


def test_unknown_surfaces_cannot_be_drawn_on(surfaces: Surfaces) -> None:
    for draw in (
        lambda: surfaces.draw(fill(3), OneImage()),  # type: ignore[arg-type]
        lambda: surfaces.fill(PRIMARY, [(0, 0, 1, 1, 1)]),
        lambda: surfaces.put_frame(PRIMARY, picture(1), Rect(0, 0, 1, 1), None),
    ):
        with pytest.raises(ProtocolError, match="no surface 0"):
            draw()


def test_a_reset_blackens_the_screen(surfaces: Surfaces, damage: Told) -> None:
    surfaces.blacken()
    surfaces.create(PRIMARY, SIZE, DEEP)
    surfaces[PRIMARY].words.fill(9)
    surfaces.is_marked = True
    surfaces.blacken()
    assert not surfaces[PRIMARY].words.any()
    assert not surfaces.is_marked
    assert damage.rects == [Rect(0, 0, 4, 3)]


def test_all_can_be_dropped(surfaces: Surfaces) -> None:
    surfaces.create(PRIMARY, SIZE, DEEP)
    surfaces.is_marked = True
    surfaces.clear()
    assert (len(surfaces), surfaces.pixels, surfaces.is_marked) == (0, 0, False)


@pytest.mark.parametrize(
    ("size", "form", "why"),
    [
        (SIZE, SurfaceFmt.INVALID, "no format 0"),
        (Size(0, 3), DEEP, "has no pixels"),
        (Size(3, 0), DEEP, "has no pixels"),
        (Size(2**32 - 1, 2**32 - 1), DEEP, "allowed are"),
    ],
)
def test_impossible_surfaces(surfaces: Surfaces, size: Size, form: SurfaceFmt, why: str) -> None:
    with pytest.raises(ProtocolError, match=why):
        surfaces.create(1, size, form)
    assert len(surfaces) == 0


def test_pixels_are_limited_in_all(surfaces: Surfaces, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("piment.client.display.surfaces.MOST_SURFACE_PIXELS", 24)
    surfaces.create(1, SIZE, DEEP)
    surfaces.create(2, SIZE, DEEP)
    with pytest.raises(ProtocolError, match="makes 25 pixels, allowed are 24"):
        surfaces.create(3, Size(1, 1), DEEP)
    assert surfaces.create(2, Size(1, 12), DEEP)
    surfaces.destroy(1)
    assert surfaces.create(3, Size(1, 1), DEEP)


def test_the_number_of_surfaces_is_limited(surfaces: Surfaces) -> None:
    for surface_id in range(limits.MOST_SURFACES):
        surfaces.create(surface_id, Size(1, 1), DEEP)
    with pytest.raises(ProtocolError, match="one more than 1024"):
        surfaces.create(2000, Size(1, 1), DEEP)
    assert surfaces.create(5, Size(2, 2), DEEP)


def test_surfaces_take_no_memory_before_they_are_drawn_on(surfaces: Surfaces) -> None:
    surfaces.create(1, Size(1 << 13, 1 << 13), DEEP)
    assert surfaces[1].words.nbytes == 1 << 28
    assert np.count_nonzero(surfaces[1].words[::4096, ::4096]) == 0
