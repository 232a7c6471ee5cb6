"""Drawing commands and what they are made of (wire.md 6, 7.2)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from piment.limits import (
    MOST_CLIP_RECTS,
    MOST_GLYPH_BYTES,
    MOST_GLYPHS,
    MOST_PATH_POINTS,
    MOST_PATH_SEGMENTS,
)
from piment.protocol.channel import Message, display
from piment.protocol.common import Point, Point16, PointFix, Rect, Transform
from piment.protocol.image import Image, ImageScaleMode
from piment.wire import (
    Enum8,
    Flags8,
    Flags16,
    Flags32,
    Struct,
    chosen_by,
    counted,
    fix28_4,
    length_of,
    one_of,
    pointer,
    sized,
    u8,
    u16,
    u32,
    when,
)

# --- enumerations --------------------------------------------------------------------------------


class ClipType(Enum8):
    """Whether drawing is kept inside rectangles."""

    NONE = 0
    RECTS = 1


class BrushType(Enum8):
    """What a brush paints."""

    NONE = 0
    SOLID = 1
    PATTERN = 2


class Ropd(Flags16):
    """How source, brush and destination make the result (wire.md 19.3)."""

    INVERS_SRC = 0x1
    INVERS_BRUSH = 0x2
    INVERS_DEST = 0x4
    OP_PUT = 0x8
    OP_OR = 0x10
    OP_AND = 0x20
    OP_XOR = 0x40
    OP_BLACKNESS = 0x80
    OP_WHITENESS = 0x100
    OP_INVERS = 0x200
    INVERS_RES = 0x400


class MaskFlags(Flags8):
    """Whether a mask's zeros or its ones let through."""

    INVERS = 1


class PathFlags(Flags8):
    """What a segment of a path does."""

    BEGIN = 1
    END = 2
    CLOSE = 8
    BEZIER = 16


class LineFlags(Flags8):
    """How a line is dashed."""

    START_WITH_GAP = 4
    STYLED = 8


class StringFlags(Flags8):
    """Bits of a pixel of the glyphs (exactly one of the first three), and their first row."""

    RASTER_A1 = 1
    RASTER_A4 = 2
    RASTER_A8 = 4
    RASTER_TOP_DOWN = 8


class AlphaFlags(Flags8):
    """Which sides of a DRAW_ALPHA_BLEND have an alpha channel that counts."""

    DEST_HAS_ALPHA = 1
    SRC_SURFACE_HAS_ALPHA = 2


class CompositeFlags(Flags32):
    """Operator and options of DRAW_COMPOSITE, numbers cut into their bits (wire.md 7.2)."""

    OP0 = 1 << 0
    OP1 = 1 << 1
    OP2 = 1 << 2
    OP3 = 1 << 3
    OP4 = 1 << 4
    OP5 = 1 << 5
    OP6 = 1 << 6
    OP7 = 1 << 7
    SRC_FILTER0 = 1 << 8
    SRC_FILTER1 = 1 << 9
    SRC_FILTER2 = 1 << 10
    MASK_FILTER0 = 1 << 11
    MASK_FITLER1 = 1 << 12
    MASK_FILTER2 = 1 << 13
    SRC_REPEAT0 = 1 << 14
    SRC_REPEAT1 = 1 << 15
    MASK_REPEAT0 = 1 << 16
    MASK_REPEAT1 = 1 << 17
    COMPONENT_ALPHA = 1 << 18
    HAS_MASK = 1 << 19
    HAS_SRC_TRANSFORM = 1 << 20
    HAS_MASK_TRANSFORM = 1 << 21
    SOURCE_OPAQUE = 1 << 22
    MASK_OPAQUE = 1 << 23
    DEST_OPAQUE = 1 << 24


# --- structures ----------------------------------------------------------------------------------


class ClipRects(Struct):
    """Draw only inside these rectangles; without any, draw nothing."""

    rects: Annotated[list[Rect], counted(u32, MOST_CLIP_RECTS)]


Clip = Annotated[
    ClipRects | None,
    one_of(u8, {ClipType.NONE: None, ClipType.RECTS: ClipRects}),
]
"""What limits drawing besides the box; None: nothing does."""


class Solid(Struct):
    """A brush of one colour, 0x00RRGGBB; a pixel value for 16-bit surfaces."""

    color: u32


class Pattern(Struct):
    """A brush that repeats an image whose corner lies at `pos`."""

    pat: Annotated[Image, pointer()]
    pos: Point


Brush = Annotated[
    Solid | Pattern | None,
    one_of(u8, {BrushType.NONE: None, BrushType.SOLID: Solid, BrushType.PATTERN: Pattern}),
]
"""What fills an area; None: nothing."""


class QMask(Struct):
    """Which pixels of the box are drawn: those that a one-bit image says; None: all."""

    flags: MaskFlags
    pos: Point
    """The mask's pixel for the top left corner of the box."""
    bitmap: Annotated[Image | None, pointer()]


class PathSeg(Struct):
    """A segment of a path."""

    flags: PathFlags
    points: Annotated[list[PointFix], counted(u32, MOST_PATH_POINTS)]


class Path(Struct):
    """Lines and Bezier curves."""

    segments: Annotated[list[PathSeg], counted(u32, MOST_PATH_SEGMENTS)]


class LineStyle(Struct):
    """Lengths of dashes and gaps, in turn."""

    style_nseg: ClassVar = length_of("style", u8)
    style: Annotated[list[fix28_4] | None, pointer(), sized("style_nseg", 0xFF)]


class LineAttr(Struct):
    """How a line looks."""

    flags: LineFlags
    line_style: Annotated[LineStyle | None, when("flags & LineFlags.STYLED")] = None


class RasterGlyph(Struct):
    """A glyph and its place; the classes below add its pixels, row by row."""

    render_pos: Point
    glyph_origin: Point
    width: u16
    height: u16


class RasterGlyphA1(RasterGlyph):
    """A glyph of one bit a pixel."""

    data: Annotated[bytes, sized("(width + 7) // 8 * height", MOST_GLYPH_BYTES)]


class RasterGlyphA4(RasterGlyph):
    """A glyph of four bits a pixel."""

    data: Annotated[bytes, sized("(4 * width + 7) // 8 * height", MOST_GLYPH_BYTES)]


class RasterGlyphA8(RasterGlyph):
    """A glyph of eight bits a pixel."""

    data: Annotated[bytes, sized("width * height", MOST_GLYPH_BYTES)]


class String(Struct):
    """Glyphs of one depth; `flags` says which."""

    length: ClassVar = length_of("glyphs", u16)
    flags: StringFlags
    glyphs: Annotated[
        list[RasterGlyphA1] | list[RasterGlyphA4] | list[RasterGlyphA8] | None,
        chosen_by(
            "flags & StringFlags.RASTER_A1"
            " or flags & StringFlags.RASTER_A4"
            " or flags & StringFlags.RASTER_A8",
            {
                StringFlags.RASTER_A1: Annotated[list[RasterGlyphA1], sized("length", MOST_GLYPHS)],
                StringFlags.RASTER_A4: Annotated[list[RasterGlyphA4], sized("length", MOST_GLYPHS)],
                StringFlags.RASTER_A8: Annotated[list[RasterGlyphA8], sized("length", MOST_GLYPHS)],
            },
        ),
    ]


class Drawing(Message):
    """DisplayBase: what all drawing commands begin with."""

    surface_id: u32
    box: Rect
    """Where to draw, in pixels of the surface."""
    clip: Clip


# --- commands ------------------------------------------------------------------------------------


@display.from_server(104)
class CopyBits(Drawing):
    """Copy within the surface; the areas may overlap."""

    src_pos: Point


@display.from_server(302)
class DrawFill(Drawing):
    """Fill with a brush."""

    brush: Brush
    ropd: Ropd
    mask: QMask


@display.from_server(303)
class DrawOpaque(Drawing):
    """Combine an image with a brush, and put the result."""

    src_bitmap: Annotated[Image | None, pointer()]
    src_area: Rect
    brush: Brush
    ropd: Ropd
    scale_mode: ImageScaleMode
    mask: QMask


@display.from_server(304)
class DrawCopy(Drawing):
    """Put an image."""

    src_bitmap: Annotated[Image | None, pointer()]
    src_area: Rect
    ropd: Ropd
    scale_mode: ImageScaleMode
    mask: QMask


@display.from_server(305)
class DrawBlend(Drawing):
    """Combine an image with what is there."""

    src_bitmap: Annotated[Image | None, pointer()]
    src_area: Rect
    ropd: Ropd
    scale_mode: ImageScaleMode
    mask: QMask


@display.from_server(306)
class DrawBlackness(Drawing):
    """Fill with zeros."""

    mask: QMask


@display.from_server(307)
class DrawWhiteness(Drawing):
    """Fill with ones."""

    mask: QMask


@display.from_server(308)
class DrawInvers(Drawing):
    """Invert what is there."""

    mask: QMask


@display.from_server(309)
class DrawRop3(Drawing):
    """Combine image, brush and what is there by a table of eight bits (wire.md 19.4)."""

    src_bitmap: Annotated[Image | None, pointer()]
    src_area: Rect
    brush: Brush
    rop3: u8
    scale_mode: ImageScaleMode
    mask: QMask


@display.from_server(310)
class DrawStroke(Drawing):
    """Draw along a path."""

    path: Annotated[Path, pointer()]
    attr: LineAttr
    brush: Brush
    fore_mode: Ropd
    back_mode: Ropd


@display.from_server(311)
class DrawText(Drawing):
    """Draw glyphs, and what lies behind them."""

    str: Annotated[String, pointer()]
    back_area: Rect
    fore: Brush
    back: Brush
    fore_mode: Ropd
    back_mode: Ropd


@display.from_server(312)
class DrawTransparent(Drawing):
    """Put an image but for the pixels of one colour."""

    src_bitmap: Annotated[Image | None, pointer()]
    src_area: Rect
    src_color: u32
    """The colour as a pixel of the image."""
    true_color: u32
    """The colour as 0x00RRGGBB."""


@display.from_server(313)
class DrawAlphaBlend(Drawing):
    """Put an image as translucent as `alpha`, and its own alpha channel, say."""

    alpha_flags: AlphaFlags
    alpha: u8
    src_bitmap: Annotated[Image | None, pointer()]
    src_area: Rect


@display.from_server(318)
class DrawComposite(Drawing):
    """Combine as the X Render extension does (wire.md 19.10)."""

    flags: CompositeFlags
    src_bitmap: Annotated[Image | None, pointer()]
    mask_bitmap: Annotated[
        Image | None, when("flags & CompositeFlags.HAS_MASK"), pointer(nullable=True)
    ]
    src_transform: Annotated[Transform | None, when("flags & CompositeFlags.HAS_SRC_TRANSFORM")]
    mask_transform: Annotated[Transform | None, when("flags & CompositeFlags.HAS_MASK_TRANSFORM")]
    src_origin: Point16
    mask_origin: Point16
