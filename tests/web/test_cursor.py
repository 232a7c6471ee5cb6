"""The web client's pointers look as Python's do, whatever type they travel as."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.client.cursor.shape import decode
from piment.errors import ProtocolError
from piment.protocol.cursor import Cursor, CursorFlags, CursorHeader, CursorType
from tests.web.node import Node, told
from tests.wire.strategies import fewer

MOST_BYTES = 4 * 9 * 9 + 4 * 256 + 16
"""What the largest shape below can take."""


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with Node("shapes.js") as node:
        yield node


@st.composite
def cursors(draw: Any, kind: CursorType) -> Cursor:
    """Draw shapes with enough bytes, or not; black and white are frequent."""
    sides = [draw(st.integers(0, 9)) for _ in range(4)]
    some = st.sampled_from([0x00, 0xFF, 0x7F, 0x3C, draw(st.integers(0, 255))])
    data = bytes(draw(st.lists(some, min_size=32, max_size=96))) * 16
    size = draw(st.one_of(st.just(MOST_BYTES), st.integers(0, MOST_BYTES)))
    return Cursor(CursorFlags(0), CursorHeader(1, kind, *sides), data[:size])


def expected(cursor: Cursor) -> dict[str, Any] | None:
    try:
        shape = decode(cursor)
    except ProtocolError:
        return None
    assert shape is not None
    width, height = shape.size
    return {
        "width": width,
        "height": height,
        "pixels": np.ascontiguousarray(shape.pixels).tobytes().hex(),
        "inverts": shape.inverts.astype(int).ravel().tolist(),
        "hotSpot": list(shape.hot_spot),
    }


@pytest.mark.parametrize("kind", list(CursorType))
@given(data=st.data())
@fewer
def test_shapes_are_decoded_alike(node, kind, data) -> None:
    drawn = [data.draw(cursors(kind)) for _ in range(3)]
    for cursor, answer in zip(drawn, node.ask([told(each) for each in drawn]), strict=True):
        wanted = expected(cursor)
        assert "why" in answer if wanted is None else answer == wanted
