"""What a source tells."""

from __future__ import annotations

import dataclasses
from typing import get_args

import numpy as np
import pytest

from piment.geometry import Point, Rect, Size
from piment.server.scene import updates
from piment.server.scene.updates import CursorMoved, Leds, LedsChanged, Painted, Resized, Update


def test_an_update_does_not_change_on_its_way() -> None:
    for kind in get_args(Update):
        assert dataclasses.is_dataclass(kind)
        assert kind.__dataclass_params__.frozen, kind
    with pytest.raises(dataclasses.FrozenInstanceError):
        Resized(Size(1, 1)).size = Size(2, 2)  # type: ignore[misc]


def test_every_kind_is_in_the_union() -> None:
    kinds = {
        kind
        for kind in vars(updates).values()
        if dataclasses.is_dataclass(kind) and kind.__module__ == updates.__name__
    }
    assert kinds - {Leds} == set(get_args(Update))


def test_updates_without_pixels_compare_by_value() -> None:
    assert CursorMoved(Point(1, 2)) == CursorMoved(Point(1, 2))
    assert LedsChanged() == LedsChanged(Leds())


def test_updates_with_pixels_compare_by_identity() -> None:
    area = Rect(0, 0, 1, 1)
    pixels = np.zeros((1, 1, 4), np.uint8)
    assert Painted(area, pixels) != Painted(area, pixels)
