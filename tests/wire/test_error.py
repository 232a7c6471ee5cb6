from __future__ import annotations

from piment.wire.error import WireError


def test_says_where_and_why() -> None:
    error = WireError("Point.x", "needs 4 bytes, 3 left")
    assert error.where == "Point.x"
    assert error.why == "needs 4 bytes, 3 left"
    assert str(error) == "Point.x: needs 4 bytes, 3 left"


def test_is_seen_from_the_struct_that_holds_the_field() -> None:
    error = WireError("Point.x", "bad").inside("Line", "ends[1]").inside("Drawing", "line")
    assert str(error) == "Drawing.line.ends[1].x: bad"


def test_keeps_the_field_when_the_inner_struct_as_a_whole_is_wrong() -> None:
    assert WireError("Point", "bad").inside("Line", "start").where == "Line.start"
