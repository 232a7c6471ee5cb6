from __future__ import annotations

from collections.abc import Callable

import pytest

from piment.protocol import draw, image
from piment.protocol.common import Point, Point16, PointFix, Rect, Transform
from piment.protocol.draw import (
    ClipRects,
    Drawing,
    LineAttr,
    LineFlags,
    LineStyle,
    MaskFlags,
    Path,
    PathFlags,
    PathSeg,
    QMask,
    Ropd,
    Solid,
    String,
    StringFlags,
)
from piment.protocol.image import (
    Bitmap,
    BitmapFlags,
    BitmapFmt,
    Image,
    ImageFlags,
    ImageScaleMode,
    Palette,
)
from piment.wire import Struct, WireError
from tests.protocol.constants import CONSTANTS
from tests.wire.checks import check_bytes

NO_MASK = QMask(MaskFlags(0), Point(0, 0), None)
BOX = Rect(top=1, left=2, bottom=3, right=4)
BOX_BYTES = "01000000 02000000 03000000 04000000"
BASE_BYTES = f"07000000 {BOX_BYTES} 00"
NO_MASK_BYTES = "00" * 13
CACHED = Image(9, ImageFlags(0), 1, 1, image.FromCache())
CACHED_BYTES = "0900000000000000 67 00 01000000 01000000"
BITS = Bitmap(
    format=BitmapFmt.FMT_1BIT_BE,
    flags=BitmapFlags.PAL_CACHE_ME | BitmapFlags.TOP_DOWN,
    x=8,
    y=2,
    stride=4,
    palette_id=None,
    palette=Palette(0x1234, [0x000000, 0xFFFFFF]),
    data=bytes.fromhex("aa00000055000000"),
)
CACHED_PALETTE = Bitmap(
    format=BitmapFmt.FMT_1BIT_BE,
    flags=BitmapFlags.PAL_FROM_CACHE | BitmapFlags.TOP_DOWN,
    x=8,
    y=2,
    stride=4,
    palette_id=0x1234,
    palette=None,
    data=bytes.fromhex("aa00000055000000"),
)


def copy_of(bitmap: Bitmap) -> draw.DrawCopy:
    """Return the command of wire.md 21.4."""
    area = Rect(top=0, left=0, bottom=2, right=8)
    return draw.DrawCopy(
        surface_id=0,
        box=area,
        clip=None,
        src_bitmap=Image(0x0000000700000000, ImageFlags(0), 8, 2, bitmap),
        src_area=area,
        ropd=Ropd.OP_PUT,
        scale_mode=ImageScaleMode.INTERPOLATE,
        mask=NO_MASK,
    )


WORKED = [
    # wire.md 21.1
    (
        draw.DrawFill(
            surface_id=0,
            box=Rect(top=20, left=10, bottom=70, right=110),
            clip=None,
            brush=Solid(0x00336699),
            ropd=Ropd.OP_PUT,
            mask=NO_MASK,
        ),
        """00 00 00 00 14 00 00 00 0a 00 00 00 46 00 00 00
           6e 00 00 00 00 01 99 66 33 00 08 00 00 00 00 00
           00 00 00 00 00 00 00 00 00""",
    ),
    # wire.md 21.2
    (
        draw.DrawFill(
            surface_id=0,
            box=Rect(top=20, left=10, bottom=70, right=110),
            clip=ClipRects([Rect(20, 10, 40, 50), Rect(40, 60, 70, 110)]),
            brush=Solid(0x00FFFFFF),
            ropd=Ropd.OP_PUT,
            mask=NO_MASK,
        ),
        """00 00 00 00 14 00 00 00 0a 00 00 00 46 00 00 00
           6e 00 00 00 01 02 00 00 00 14 00 00 00 0a 00 00
           00 28 00 00 00 32 00 00 00 28 00 00 00 3c 00 00
           00 46 00 00 00 6e 00 00 00 01 ff ff ff 00 08 00
           00 00 00 00 00 00 00 00 00 00 00 00 00""",
    ),
    # wire.md 21.3
    (
        draw.DrawCopy(
            surface_id=0,
            box=Rect(top=50, left=100, bottom=52, right=104),
            clip=None,
            src_bitmap=Image(
                id=0x0000000500000002,
                flags=ImageFlags(0),
                width=4,
                height=2,
                payload=image.LzRgb(
                    bytes.fromhex(
                        "20205a4c 00010001 00000008 00000004 00000002 00000010 00000001"
                        "00 40 80 c0 e0 00 00"
                    )
                ),
            ),
            src_area=Rect(top=0, left=0, bottom=2, right=4),
            ropd=Ropd.OP_PUT,
            scale_mode=ImageScaleMode.INTERPOLATE,
            mask=NO_MASK,
        ),
        """00 00 00 00 32 00 00 00 64 00 00 00 34 00 00 00
           68 00 00 00 00 39 00 00 00 00 00 00 00 00 00 00
           00 02 00 00 00 04 00 00 00 08 00 00 00 00 00 00
           00 00 00 00 00 00 00 00 00 02 00 00 00 05 00 00
           00 65 00 04 00 00 00 02 00 00 00 23 00 00 00 20
           20 5a 4c 00 01 00 01 00 00 00 08 00 00 00 04 00
           00 00 02 00 00 00 10 00 00 00 01 00 40 80 c0 e0
           00 00""",
    ),
    # wire.md 21.4
    (
        copy_of(BITS),
        """00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00
           08 00 00 00 00 39 00 00 00 00 00 00 00 00 00 00
           00 02 00 00 00 08 00 00 00 08 00 00 00 00 00 00
           00 00 00 00 00 00 00 00 00 00 00 00 00 07 00 00
           00 00 00 08 00 00 00 02 00 00 00 02 05 08 00 00
           00 02 00 00 00 04 00 00 00 65 00 00 00 aa 00 00
           00 55 00 00 00 34 12 00 00 00 00 00 00 02 00 00
           00 00 00 ff ff ff 00""",
    ),
    # wire.md 21.4, the palette taken from the cache
    (
        copy_of(CACHED_PALETTE),
        """00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00
           08 00 00 00 00 39 00 00 00 00 00 00 00 00 00 00
           00 02 00 00 00 08 00 00 00 08 00 00 00 00 00 00
           00 00 00 00 00 00 00 00 00 00 00 00 00 07 00 00
           00 00 00 08 00 00 00 02 00 00 00 02 06 08 00 00
           00 02 00 00 00 04 00 00 00 34 12 00 00 00 00 00
           00 aa 00 00 00 55 00 00 00""",
    ),
]


@pytest.mark.parametrize(("value", "text"), WORKED)
def test_the_worked_examples_of_the_specification(value: Drawing, text: str) -> None:
    check_bytes(value, text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            draw.CopyBits(7, BOX, None, Point(5, -6)),
            f"{BASE_BYTES} 05000000 faffffff",
        ),
        (
            draw.DrawFill(
                7, BOX, ClipRects([]), draw.Pattern(CACHED, Point(1, 2)), Ropd.OP_XOR, NO_MASK
            ),
            f"07000000 {BOX_BYTES} 01 00000000 02 35000000 01000000 02000000 4000 {NO_MASK_BYTES}"
            f"{CACHED_BYTES}",
        ),
        (
            draw.DrawOpaque(
                7, BOX, None, None, BOX, None, Ropd.OP_PUT, ImageScaleMode.NEAREST, NO_MASK
            ),
            f"{BASE_BYTES} 00000000 {BOX_BYTES} 00 0800 01 {NO_MASK_BYTES}",
        ),
        (
            draw.DrawBlend(
                7, BOX, None, CACHED, BOX, Ropd.OP_AND, ImageScaleMode.INTERPOLATE, NO_MASK
            ),
            f"{BASE_BYTES} 39000000 {BOX_BYTES} 2000 00 {NO_MASK_BYTES} {CACHED_BYTES}",
        ),
        (
            draw.DrawBlackness(7, BOX, None, QMask(MaskFlags.INVERS, Point(1, 2), CACHED)),
            f"{BASE_BYTES} 01 01000000 02000000 22000000 {CACHED_BYTES}",
        ),
        (draw.DrawWhiteness(7, BOX, None, NO_MASK), f"{BASE_BYTES} {NO_MASK_BYTES}"),
        (draw.DrawInvers(7, BOX, None, NO_MASK), f"{BASE_BYTES} {NO_MASK_BYTES}"),
        (
            draw.DrawRop3(
                7, BOX, None, CACHED, BOX, Solid(1), 0xCA, ImageScaleMode.NEAREST, NO_MASK
            ),
            f"{BASE_BYTES} 3d000000 {BOX_BYTES} 01 01000000 ca 01 {NO_MASK_BYTES} {CACHED_BYTES}",
        ),
        (
            draw.DrawStroke(
                7,
                BOX,
                None,
                Path([PathSeg(PathFlags.BEGIN | PathFlags.END, [PointFix(16, -16)])]),
                LineAttr(LineFlags.STYLED, LineStyle([16, 32])),
                Solid(1),
                Ropd.OP_PUT,
                Ropd(0),
            ),
            f"{BASE_BYTES} 28000000 08 02 39000000 01 01000000 0800 0000"
            "01000000 03 01000000 10000000 f0ffffff  10000000 20000000",
        ),
        (
            draw.DrawText(
                7,
                BOX,
                None,
                String(
                    StringFlags.RASTER_A4,
                    [draw.RasterGlyphA4(Point(1, 2), Point(3, 4), 3, 1, b"\x12\x30")],
                ),
                Rect(0, 0, 0, 0),
                Solid(1),
                None,
                Ropd.OP_PUT,
                Ropd(0),
            ),
            f"{BASE_BYTES} 33000000 {'00' * 16} 01 01000000 00 0800 0000"
            "0100 02 01000000 02000000 03000000 04000000 0300 0100 1230",
        ),
        (
            draw.DrawTransparent(7, BOX, None, CACHED, BOX, 1, 2),
            f"{BASE_BYTES} 31000000 {BOX_BYTES} 01000000 02000000 {CACHED_BYTES}",
        ),
        (
            draw.DrawAlphaBlend(7, BOX, None, draw.AlphaFlags.DEST_HAS_ALPHA, 128, CACHED, BOX),
            f"{BASE_BYTES} 01 80 2b000000 {BOX_BYTES} {CACHED_BYTES}",
        ),
        (
            draw.DrawComposite(
                7,
                BOX,
                None,
                draw.CompositeFlags.OP0 | draw.CompositeFlags.OP1,
                CACHED,
                None,
                None,
                None,
                Point16(1, 2),
                Point16(3, 4),
            ),
            f"{BASE_BYTES} 03000000 25000000 0100 0200 0300 0400 {CACHED_BYTES}",
        ),
        (
            draw.DrawComposite(
                7,
                BOX,
                None,
                draw.CompositeFlags.HAS_MASK
                | draw.CompositeFlags.HAS_SRC_TRANSFORM
                | draw.CompositeFlags.HAS_MASK_TRANSFORM,
                None,
                CACHED,
                Transform(1, 0, 0, 0, 1, 0),
                Transform(2, 0, 0, 0, 2, 0),
                Point16(0, 0),
                Point16(0, 0),
            ),
            f"{BASE_BYTES} 00003800 00000000 59000000"
            f"01000000 {'00' * 12} 01000000 00000000 02000000 {'00' * 12} 02000000 00000000"
            f"{'00' * 8} {CACHED_BYTES}",
        ),
    ],
)
def test_values_and_their_bytes(value: Drawing, text: str) -> None:
    check_bytes(value, text)


@pytest.mark.parametrize(
    ("value", "size"),
    [
        (draw.DrawFill(0, BOX, None, Solid(0), Ropd(0), NO_MASK), 41),
        (draw.DrawCopy(0, BOX, None, None, BOX, Ropd(0), ImageScaleMode.NEAREST, NO_MASK), 57),
        (
            draw.DrawOpaque(
                0, BOX, None, None, BOX, Solid(0), Ropd(0), ImageScaleMode.NEAREST, NO_MASK
            ),
            62,
        ),
        (
            draw.DrawRop3(0, BOX, None, None, BOX, Solid(0), 0, ImageScaleMode.NEAREST, NO_MASK),
            61,
        ),
        (draw.DrawInvers(0, BOX, None, NO_MASK), 34),
        (draw.DrawTransparent(0, BOX, None, None, BOX, 0, 0), 49),
        (draw.DrawAlphaBlend(0, BOX, None, draw.AlphaFlags(0), 0, None, BOX), 43),
        (draw.CopyBits(0, BOX, None, Point(0, 0)), 29),
    ],
)
def test_commands_have_the_sizes_of_the_specification(value: Drawing, size: int) -> None:
    assert len(value.pack()) == size


def test_parts_follow_in_the_order_of_the_reference_server() -> None:
    # body | source image | mask image | palette of source (wire.md 4, rule 5)
    command = copy_of(BITS)
    mask = QMask(MaskFlags(0), Point(0, 0), CACHED)
    data = draw.DrawCopy(
        command.surface_id,
        command.box,
        command.clip,
        command.src_bitmap,
        command.src_area,
        command.ropd,
        command.scale_mode,
        mask,
    ).pack()
    source = int.from_bytes(data[21:25], "little")
    bitmap = int.from_bytes(data[53:57], "little")
    palette = int.from_bytes(data[source + 32 : source + 36], "little")
    assert 57 == source < bitmap < palette
    assert draw.DrawCopy.unpack(data).mask == mask


@pytest.mark.parametrize(
    ("flags", "glyph", "depth"),
    [
        (StringFlags.RASTER_A1, draw.RasterGlyphA1, 1),
        (StringFlags.RASTER_A4, draw.RasterGlyphA4, 4),
        (StringFlags.RASTER_A8, draw.RasterGlyphA8, 8),
    ],
)
@pytest.mark.parametrize("width", range(10))
def test_rows_of_glyphs_begin_at_a_byte(
    flags: StringFlags, glyph: Callable[..., draw.RasterGlyphA1], depth: int, width: int
) -> None:
    row = -(-depth * width // 8)
    string = String(flags, [glyph(Point(0, 0), Point(0, 0), width, 3, bytes(3 * row))])
    assert len(string.pack()) == 3 + 20 + 3 * row
    assert String.unpack(string.pack()) == string


def test_the_first_depth_of_a_string_wins() -> None:
    both = StringFlags.RASTER_A1 | StringFlags.RASTER_A8
    string = String(both, [draw.RasterGlyphA1(Point(0, 0), Point(0, 0), 9, 1, b"ab")])
    assert String.unpack(string.pack()) == string


def test_a_string_without_a_depth_has_no_glyphs() -> None:
    assert String.unpack(bytes.fromhex("0500 08")) == String(StringFlags.RASTER_TOP_DOWN, None)


@pytest.mark.parametrize(
    ("cls", "data", "message"),
    [
        (
            draw.DrawFill,
            f"{BASE_BYTES} 02 00000000 0000000000000000 0000 {NO_MASK_BYTES}",
            "DrawFill.brush.pat: the offset must not be 0",
        ),
        (draw.DrawFill, f"{BASE_BYTES} 03", "DrawFill.brush: tag 3 is none of 0, 1, 2"),
        (draw.DrawFill, f"07000000 {BOX_BYTES} 02", "DrawFill.clip: tag 2 is none of 0, 1"),
        (
            draw.DrawStroke,
            f"{BASE_BYTES} 00000000 00 00 0000 0000",
            "DrawStroke.path: the offset must not be 0",
        ),
        (
            draw.DrawCopy,
            f"{BASE_BYTES} 39000000 {BOX_BYTES} 0800 00 {NO_MASK_BYTES} 0000000000000000 65",
            "DrawCopy.src_bitmap.flags: needs 1 bytes, 0 left",
        ),
        (
            draw.DrawInvers,
            f"{BASE_BYTES} 00 0000000000000000 22000000",
            "DrawInvers.mask.bitmap: offset 34, message has 34 bytes",
        ),
    ],
)
def test_errors_name_the_field(cls: type[Drawing], data: str, message: str) -> None:
    with pytest.raises(WireError) as caught:
        cls.unpack(bytes.fromhex(data))
    assert str(caught.value) == message


def test_a_command_begins_with_its_base() -> None:
    base = CONSTANTS["structure_sizes"]["DisplayBase_no_clip"]
    assert len(Drawing(0, BOX, None).pack()) == base


def test_structures_have_their_bytes() -> None:
    pairs: list[tuple[Struct, str]] = [
        (LineAttr(LineFlags.START_WITH_GAP), "04"),
        (ClipRects([BOX]), f"01000000 {BOX_BYTES}"),
        (Path([]), "00000000"),
    ]
    for value, text in pairs:
        check_bytes(value, text)
