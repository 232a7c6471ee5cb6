"""The pointer as the guest shows it."""

from __future__ import annotations

from piment.geometry import Point
from piment.server.scene.cursor import Cursor


def test_it_begins_hidden_in_the_corner() -> None:
    cursor = Cursor()
    assert cursor.shape is None
    assert cursor.position == Point(0, 0)
