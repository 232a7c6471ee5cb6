from __future__ import annotations

import pytest

from piment.protocol.common import Point, Rect
from piment.protocol.draw import ClipRects, DrawCopy, DrawFill, MaskFlags, QMask, Ropd, Solid
from piment.protocol.image import (
    FromCache,
    FromCacheLossless,
    Image,
    ImageFlags,
    ImageScaleMode,
    Surface,
)
from piment.protocol.shapes import box_fill, cached_copy
from piment.wire import Struct

BOX = Rect(1, 2, 3, 4)
NO_MASK = QMask(MaskFlags(0), Point(0, 0), None)


def test_a_box_fill_is_what_wire_md_21_1_shows() -> None:
    command = DrawFill(7, BOX, None, Solid(0x123456), Ropd.OP_PUT, NO_MASK)
    row = box_fill().read(command.pack(), 0)
    assert row is not None
    taken = box_fill().pick("surface_id", "box.top", "box.left", "box.bottom", "box.right")
    assert taken(row) == (7, 1, 2, 3, 4)
    assert box_fill().pick("brush.color", "ropd")(row) == (0x123456, Ropd.OP_PUT)
    assert box_fill().size == 41


@pytest.mark.parametrize(
    "command",
    [
        DrawFill(0, BOX, ClipRects([]), Solid(1), Ropd.OP_PUT, NO_MASK),
        DrawFill(0, BOX, None, Solid(1), Ropd.OP_XOR, NO_MASK),
        DrawFill(0, BOX, None, Solid(1), Ropd.OP_PUT | Ropd.INVERS_BRUSH, NO_MASK),
        DrawFill(0, BOX, None, None, Ropd.OP_PUT, NO_MASK),
    ],
)
def test_other_fills_are_none(command: Struct) -> None:
    assert box_fill().read(command.pack(), 0) is None


def test_a_mask_that_does_nothing_does_not_matter() -> None:
    mask = QMask(MaskFlags.INVERS, Point(5, 5), None)
    command = DrawFill(0, BOX, None, Solid(1), Ropd.OP_PUT, mask)
    assert box_fill().read(command.pack(), 0) is not None


def copy(image: Image | None, ropd: Ropd = Ropd.OP_PUT, mask: QMask = NO_MASK) -> DrawCopy:
    return DrawCopy(7, BOX, None, image, Rect(5, 6, 7, 8), ropd, ImageScaleMode.NEAREST, mask)


CACHED = Image(0x1122334455667788, ImageFlags(0), 20, 30, FromCache())


def test_a_cached_copy_names_its_image() -> None:
    row = cached_copy().read(copy(CACHED).pack(), 0)
    assert row is not None
    pick = cached_copy().pick("box.left", "src_area.left", "src_bitmap.id", "src_bitmap.width")
    assert pick(row) == (2, 6, 0x1122334455667788, 20)
    assert cached_copy().size == 57 + 18


@pytest.mark.parametrize(
    "command",
    [
        copy(None),
        copy(Image(1, ImageFlags(0), 1, 1, FromCacheLossless())),
        copy(Image(1, ImageFlags(0), 1, 1, Surface(1))),
        copy(CACHED, Ropd.OP_AND),
        copy(CACHED, mask=QMask(MaskFlags(0), Point(0, 0), CACHED)),
    ],
)
def test_other_copies_are_none(command: Struct) -> None:
    assert cached_copy().read(command.pack(), 0) is None
