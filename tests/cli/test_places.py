"""Places and regions."""

from __future__ import annotations

import pytest

from piment.cli.places import place_in, region_in
from piment.geometry import Point, Rect


def test_what_people_write() -> None:
    assert place_in("100,200") == Point(100, 200)
    assert place_in(" 0,0 ") == Point(0, 0)
    assert region_in("200x100+5+50") == Rect(5, 50, 205, 150)
    assert str(region_in("200x100+5+50")) == "200x100+5+50"


@pytest.mark.parametrize("text", ["", "100", "100,200,300", "-1,5", "a,b", "1.5,2", "٣,٤"])
def test_what_is_no_place(text: str) -> None:
    with pytest.raises(ValueError, match="write X,Y, such as 100,200"):
        place_in(text)


@pytest.mark.parametrize("text", ["", "200x100", "200,100,5,50", "200x100-5+50", "axb+c+d"])
def test_what_is_no_region(text: str) -> None:
    with pytest.raises(ValueError, match=r"write WIDTHxHEIGHT\+X\+Y"):
        region_in(text)


@pytest.mark.parametrize("text", ["0x100+5+50", "100x0+5+50"])
def test_a_region_has_pixels(text: str) -> None:
    with pytest.raises(ValueError, match="no pixels"):
        region_in(text)
