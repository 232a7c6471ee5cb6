"""Places and regions as people write them."""

from __future__ import annotations

import re

from piment.geometry import Point, Rect

_PLACE = re.compile(r"(\d+),(\d+)", re.ASCII)
_REGION = re.compile(r"(\d+)x(\d+)\+(\d+)\+(\d+)", re.ASCII)


def place_in(text: str) -> Point:
    """Return the place `X,Y`.

    Raises:
        ValueError: the text is none.

    """
    match = _PLACE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no place: write X,Y, such as 100,200")
    return Point(int(match[1]), int(match[2]))


def region_in(text: str) -> Rect:
    """Return the region `WIDTHxHEIGHT+X+Y`, as X programs write it.

    Raises:
        ValueError: the text is none, or has no pixels.

    """
    match = _REGION.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no region: write WIDTHxHEIGHT+X+Y, such as 200x100+0+50")
    width, height, left, top = map(int, match.groups())
    region = Rect(left, top, left + width, top + height)
    if region.is_empty:
        raise ValueError(f"{text!r} has no pixels")
    return region
