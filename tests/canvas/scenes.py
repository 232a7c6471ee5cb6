"""Random drawing commands, and the images that they name."""

from __future__ import annotations

from copy import copy
from random import Random
from typing import Any, TypeVar

import numpy as np

from piment.canvas import Image, PixelFormat, Surface
from piment.canvas.format import Words
from piment.geometry import Size
from piment.protocol import draw
from piment.protocol.common import Point, Point16, PointFix, Rect, Transform
from piment.protocol.draw import ClipRects, MaskFlags, Pattern, QMask, Ropd, Solid
from piment.protocol.image import FromCache, ImageFlags, ImageScaleMode
from piment.protocol.image import Image as WireImage
from tests.reference.canvas import DEPTH, Canvas, Picture

OPERATORS = [*range(14), *range(0x30, 0x3F)]
Plain = draw.DrawBlackness | draw.DrawWhiteness | draw.DrawInvers
Base = tuple[int, Rect, ClipRects | None]
OWN = 0  # the id of an image that is the surface itself


class Store:
    """Pictures by their ids; answers as a channel's caches would."""

    def __init__(self) -> None:
        self.pictures: dict[int, Picture] = {}
        self.surface: Surface | None = None
        self.canvas: Canvas | None = None

    def add(self, picture: Picture) -> WireImage:
        number = len(self.pictures) + 1
        self.pictures[number] = picture
        return descriptor(number, picture.width, picture.height)

    def find(self, image: WireImage) -> Picture:
        if image.id == OWN and self.canvas is not None:
            return Picture(self.canvas.format, self.canvas.rows, is_surface=True)
        return self.pictures[image.id]

    def image(self, image: WireImage, surface: PixelFormat) -> Image:
        if image.id == OWN and self.surface is not None:
            return Image.of(self.surface)
        picture = self.pictures[image.id]
        return Image(picture.format, words_of(picture), picture.is_surface)

    def mask(self, image: WireImage) -> Image:
        return self.image(image, PixelFormat.A1)


D = TypeVar("D", bound=draw.Drawing)


def changed(command: D, **fields: object) -> D:
    """Return the same command with other fields."""
    twin = copy(command)
    for name, value in fields.items():
        setattr(twin, name, value)
    return twin


def descriptor(number: int, width: int, height: int) -> WireImage:
    return WireImage(number, ImageFlags(0), width, height, FromCache())


def words_of(picture: Picture) -> Words:
    words = np.array(picture.rows, picture.format.dtype)
    return words.reshape(picture.height, picture.width)


class Parts:
    """A surface, its slow twin, and what commands are made of."""

    def __init__(self, seed: int, form: PixelFormat | None = None) -> None:
        self.random = Random(seed)
        self.form = form or self.random.choice(list(PixelFormat))
        self.width, self.height = self.number(1, 18), self.number(1, 12)
        self.store = Store()
        start = self.picture(self.form, self.width, self.height)
        self.surface = Surface(Size(self.width, self.height), self.form)
        self.surface.words[:] = words_of(start)
        self.canvas = Canvas(self.form, start.rows, self.store.find)
        self.store.surface, self.store.canvas = self.surface, self.canvas

    # --- dice ------------------------------------------------------------------------------------

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def chance(self, part: float) -> bool:
        return self.random.random() < part

    # --- parts -----------------------------------------------------------------------------------

    def picture(self, form: PixelFormat, width: int, height: int) -> Picture:
        colours = [self.pixel(form) for _ in range(self.number(1, 5))]
        noise = self.chance(0.6)

        def pixel() -> int:
            return self.pixel(form) if noise else self.random.choice(colours)

        return Picture(form, [[pixel() for _ in range(width)] for _ in range(height)])

    def pixel(self, form: PixelFormat) -> int:
        if form is PixelFormat.ARGB and self.chance(0.8):
            alpha = self.random.choice([0, 255, self.number(0, 255)])
            parts = [self.number(0, alpha) for _ in range(3)]
            return alpha << 24 | parts[0] << 16 | parts[1] << 8 | parts[2]
        return self.random.getrandbits(DEPTH[form])

    def native(self) -> PixelFormat:
        """Return a format that decoded images have on this surface."""
        deep = [PixelFormat.XRGB, PixelFormat.ARGB]
        return self.random.choice([*deep, *deep, PixelFormat.RGB555, PixelFormat.A8])

    def image(self, width: int, height: int, any_depth: bool = False) -> WireImage:
        if self.chance(0.07):
            return descriptor(OWN, self.width, self.height)
        form, is_surface = self.native(), self.chance(0.2)
        if is_surface:
            fits = [f for f in PixelFormat if any_depth or DEPTH[f] == DEPTH[self.form]]
            form = self.random.choice(fits)
        picture = self.picture(form, width, height)
        picture.is_surface = is_surface
        return self.store.add(picture)

    def rect(self, width: int, height: int) -> Rect:
        left, top = self.number(-4, self.width - 1), self.number(-4, self.height - 1)
        return Rect(top, left, top + height, left + width)

    def box(self) -> Rect:
        least = 0 if self.chance(0.1) else 2
        wide, high = self.number(least, self.width + 7), self.number(least, self.height + 7)
        return self.rect(wide, high)

    def clip(self) -> ClipRects | None:
        if self.chance(0.5):
            return None
        return ClipRects([self.box() for _ in range(self.number(0, 4))])

    def point(self) -> Point:
        return Point(self.number(-9, 9), self.number(-9, 9))

    def mask(self) -> QMask:
        if self.chance(0.6):
            return QMask(MaskFlags(self.number(0, 1)), self.point(), None)
        bits = self.picture(PixelFormat.A1, self.number(0, 20), self.number(1, 14))
        return QMask(MaskFlags(self.number(0, 1)), self.point(), self.store.add(bits))

    def brush(self) -> Solid | Pattern | None:
        kind = self.number(0, 3)
        if kind == 0:
            return None
        if kind == 1:
            return Solid(self.random.getrandbits(32))
        image = self.image(self.number(1, 6), self.number(1, 6))
        return Pattern(image, self.point())

    def ropd(self) -> Ropd:
        operation = self.random.choice([0, 8, 8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200])
        twists = self.random.choice([0, 1, 2, 4, 0x400, self.number(0, 7)])
        return Ropd(operation | twists)

    def base(self, box: Rect | None = None) -> Base:
        return (0, box or self.box(), self.clip())

    def source(self) -> tuple[Rect, WireImage, Rect]:
        """Return box, image and source area, of one size or not."""
        box = self.box()
        wide, high = box.right - box.left, box.bottom - box.top
        if self.chance(0.4):
            wide, high = self.number(1, 30), self.number(1, 20)
        image = self.image(self.number(1, 20), self.number(1, 14))
        left, top = self.number(-4, 8), self.number(-4, 8)
        return box, image, Rect(top, left, top + high, left + wide)

    def mode(self) -> ImageScaleMode:
        return ImageScaleMode(self.number(0, 1))


class Scene(Parts):
    """A surface, its slow twin, and commands for both."""

    def command(self) -> draw.Drawing:
        name = self.random.choice(MAKERS).__name__  # so that what a subclass makes counts
        made: draw.Drawing = getattr(self, name)()
        return made

    def fill(self) -> draw.DrawFill:
        return draw.DrawFill(*self.base(), self.brush(), self.ropd(), self.mask())

    def plain(self) -> draw.Drawing:
        kinds: list[type[Plain]] = [draw.DrawBlackness, draw.DrawWhiteness, draw.DrawInvers]
        return self.random.choice(kinds)(*self.base(), self.mask())

    def copy(self) -> draw.Drawing:
        box, image, area = self.source()
        kind: Any = self.random.choice([draw.DrawCopy, draw.DrawBlend])
        made: draw.Drawing = kind(
            *self.base(box), image, area, self.ropd(), self.mode(), self.mask()
        )
        return made

    def opaque(self) -> draw.DrawOpaque:
        box, image, area = self.source()
        rest: Any = (self.brush(), self.ropd(), self.mode(), self.mask())
        return draw.DrawOpaque(*self.base(box), image, area, *rest)

    def copy_bits(self) -> draw.CopyBits:
        return draw.CopyBits(*self.base(), self.point())

    def transparent(self) -> draw.DrawTransparent:
        box, image, area = self.source()
        picture = self.store.find(image)
        key = picture.rows[0][0] if picture.rows else 0
        return draw.DrawTransparent(*self.base(box), image, area, 0, key)

    def rop3(self) -> draw.DrawRop3:
        box = self.rect(self.number(1, self.width + 5), self.number(1, self.height + 5))
        wide, high = box.right - box.left, box.bottom - box.top
        left, top = self.number(0, 3), self.number(0, 3)
        if self.chance(0.3):
            image = self.image(self.number(1, 20), self.number(1, 20))
            area = Rect(top, left, top + self.number(1, 20), left + self.number(1, 20))
        else:
            image = self.image(left + wide, top + high)
            area = Rect(top, left, top + high, left + wide)
        rest: Any = (self.brush(), self.number(0, 255), self.mode(), self.mask())
        return draw.DrawRop3(*self.base(box), image, area, *rest)

    def alpha_blend(self) -> draw.DrawAlphaBlend:
        box, _, area = self.source()
        image = self.image(self.number(1, 20), self.number(1, 14), any_depth=True)
        alpha = self.random.choice([255, 255, 0, self.number(1, 254)])
        flags = draw.AlphaFlags(self.number(0, 3))
        return draw.DrawAlphaBlend(*self.base(box), flags, alpha, image, area)

    def text(self) -> draw.DrawText:
        bits, kind = self.random.choice(
            [(1, draw.RasterGlyphA1), (4, draw.RasterGlyphA4), (8, draw.RasterGlyphA8)]
        )
        flag = {1: 1, 4: 2, 8: 4}[bits]
        glyphs: list[Any] = []
        for _ in range(self.number(0, 4)):
            wide, high = self.number(0, 9), self.number(0, 9)
            data = self.random.randbytes((bits * wide + 7) // 8 * high)
            at = Point(self.number(-3, self.width), self.number(-3, self.height))
            glyphs.append(kind(at, self.point(), wide, high, data))
        string = draw.String(draw.StringFlags(flag | self.random.choice([0, 8])), glyphs)
        back = self.box() if self.chance(0.5) else Rect(0, 0, 0, 0)
        mode = self.random.choice([Ropd.OP_PUT, Ropd.OP_PUT, Ropd.OP_XOR])
        brushes = (self.brush(), self.brush())
        return draw.DrawText(*self.base(), string, back, *brushes, mode, Ropd.OP_PUT)

    def stroke(self) -> draw.DrawStroke:
        segments = []
        for _ in range(self.number(1, 4)):
            flags = self.random.choice([1, 1, 3, 3, 11, 0, 2, 17, 19, 27, 16])
            count = self.random.choice([0, 1, 2, 3, 4, 4, 7, 8])
            far = self.random.choice([4, 10, 400])
            corner = [self.number(-far, far + 12) for _ in range(2 * count)]
            sixteenths = [16 * c + self.random.choice([0, 0, self.number(0, 15)]) for c in corner]
            points = [PointFix(*p) for p in zip(sixteenths[::2], sixteenths[1::2], strict=True)]
            segments.append(draw.PathSeg(draw.PathFlags(flags), points))
        attr = draw.LineAttr(draw.LineFlags(0))
        if self.chance(0.4):
            style = [self.number(0, 80) for _ in range(self.number(0, 5))]
            flags = draw.LineFlags(8 | self.random.choice([0, 4]))
            attr = draw.LineAttr(flags, draw.LineStyle(style))
        modes = (self.ropd(), self.ropd())
        return draw.DrawStroke(*self.base(), draw.Path(segments), attr, self.brush(), *modes)

    def transform(self) -> Transform:
        if self.chance(0.5):
            numbers = [65536, 0, self.number(-9, 9) << 16, 0, 65536, self.number(-9, 9) << 16]
        else:
            numbers = [self.number(-3 << 16, 3 << 16) for _ in range(6)]
        return Transform(*(n & 0xFFFFFFFF for n in numbers))

    def composite(self) -> draw.DrawComposite:
        chosen = draw.CompositeFlags
        flags = self.random.choice(OPERATORS) | self.number(0, 1) << 8 | self.number(0, 1) << 11
        flags |= self.number(0, 3) << 14 | self.number(0, 3) << 16
        flags |= self.number(0, 1) * chosen.COMPONENT_ALPHA | self.number(0, 7) << 22
        source = self.image(self.number(1, 12), self.number(1, 12), any_depth=True)
        mask = transform = mask_transform = None
        if self.chance(0.5):
            flags |= chosen.HAS_MASK
            mask = self.image(self.number(1, 12), self.number(1, 12), any_depth=True)
        if self.chance(0.4):
            flags |= chosen.HAS_SRC_TRANSFORM
            transform = self.transform()
        if mask and self.chance(0.4):
            flags |= chosen.HAS_MASK_TRANSFORM
            mask_transform = self.transform()
        origins = [Point16(self.number(-5, 9), self.number(-5, 9)) for _ in range(2)]
        rest: Any = (chosen(flags), source, mask, transform, mask_transform)
        return draw.DrawComposite(*self.base(), *rest, *origins)


MAKERS = [
    Scene.fill,
    Scene.plain,
    Scene.copy,
    Scene.opaque,
    Scene.copy_bits,
    Scene.transparent,
    Scene.rop3,
    Scene.alpha_blend,
    Scene.text,
    Scene.stroke,
    Scene.composite,
]
