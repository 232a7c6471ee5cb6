"""Random messages of a server that draws: images in all codings, caches, streams, surfaces."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from piment.canvas import PixelFormat
from piment.codecs import glz, jpeg, lz, lz4, quic, zlib
from piment.codecs.image import ImageType
from piment.protocol import display, draw
from piment.protocol import image as payloads
from piment.protocol.channel import Message
from piment.protocol.display import ResourceId, ResourceType, StreamFlags, VideoCodecType
from piment.protocol.image import Bitmap, BitmapFlags, BitmapFmt, ImageFlags, Palette, Payload
from piment.protocol.image import Image as WireImage
from piment.wire import Struct
from tests.canvas.scenes import OWN, Scene, words_of
from tests.client.display.films import film
from tests.client.display.pieces import create
from tests.reference.canvas import Picture

A1, A8, RGB555 = PixelFormat.A1, PixelFormat.A8, PixelFormat.RGB555
XRGB, ARGB = PixelFormat.XRGB, PixelFormat.ARGB

BITMAPS = {
    A8: BitmapFmt.FMT_8BIT_A,
    RGB555: BitmapFmt.FMT_16BIT,
    XRGB: BitmapFmt.FMT_32BIT,
    ARGB: BitmapFmt.RGBA,
}
TYPES = {A8: ImageType.A8, RGB555: ImageType.RGB16, XRGB: ImageType.RGB32, ARGB: ImageType.RGBA}
FILM = film(VideoCodecType.MJPEG, 2, (16, 16))


def plain(picture: Picture) -> Bitmap:
    """Return a picture as rows of pixels, those of masks packed."""
    words = words_of(picture)
    if picture.format is A1:
        form, rows = BitmapFmt.FMT_1BIT_BE, np.packbits(words, axis=1)
    else:
        form, rows = BITMAPS[picture.format], words.view(np.uint8)
    size = (picture.width, picture.height)
    stride = rows.shape[1] if rows.size else 0
    return Bitmap(form, BitmapFlags.TOP_DOWN, *size, stride, None, None, rows.tobytes())


class Server(Scene):
    """A surface, and commands whose images really travel."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.dictionary = glz.Encoder(1 << 20)
        self.keys: dict[int, Picture] = {}
        """What the client keeps."""

    def coded(self, image: WireImage) -> WireImage:
        """Return what travels for a picture of the store: any coding, or the cache's key."""
        if image.id == OWN:
            return replaced(image, payloads.Surface(0))
        picture = self.store.find(image)
        if picture.is_surface:
            return replaced(image, payloads.Surface(self.number(0, 5)))
        if self.keys and self.chance(0.2):
            key = self.random.choice(list(self.keys))
            return WireImage(key, ImageFlags(0), image.width, image.height, payloads.FromCache())
        flags = self.random.choice([0, 0, 1, 2, 3, 4])
        made = WireImage(image.id, ImageFlags(flags), image.width, image.height, self.any(picture))
        if flags & 1:
            self.keys[image.id] = picture
        return made

    def any(self, picture: Picture) -> Payload:
        """Return a picture in any coding that can hold it."""
        form = TYPES.get(picture.format)
        if form is None or not picture.width or not picture.height or self.chance(0.2):
            return plain(picture)
        words = words_of(picture)
        deep = picture.format in (XRGB, ARGB)
        pixels = words.view(np.uint8).reshape(*words.shape, 4) if deep else words
        makers: list[Callable[[], Payload]] = [lambda: payloads.LzRgb(lz.encode(pixels, form))]
        if picture.format is not A8:
            makers += [
                lambda: payloads.Quic(quic.encode(pixels, form)),
                lambda: payloads.Lz4(lz4.encode(pixels, form)),
                lambda: payloads.GlzRgb(self.dictionary.encode(pixels, form)),
                lambda: within_zlib(self.dictionary.encode(pixels, form)),
                lambda: payloads.Jpeg(jpeg.encode(pixels, form)),
            ]
        if picture.format is ARGB:
            makers.append(lambda: with_alpha(*jpeg.encode_alpha(pixels)))
        return self.random.choice(makers)()

    def drawing(self) -> draw.Drawing:
        """Return a command on one of a few surfaces."""
        command = self.command()
        put_images(command, self.coded)
        command.surface_id = self.random.choice([0, 0, 0, self.number(1, 6)])  # type: ignore[misc]
        return command

    def message(self) -> Message:
        """Return anything that a server may say."""
        if self.chance(0.6):
            return self.drawing()
        return self.random.choice(OTHERS)(self)


def within_zlib(stream: bytes) -> Payload:
    return payloads.ZlibGlzRgb(len(stream), zlib.deflate(stream))


def with_alpha(data: bytes, size: int) -> Payload:
    return payloads.JpegAlpha(payloads.JpegAlphaFlags.TOP_DOWN, size, data)


def replaced(image: WireImage, payload: Payload) -> WireImage:
    return WireImage(image.id, ImageFlags(0), image.width, image.height, payload)


def put_images(value: object, put: Callable[[WireImage], WireImage]) -> None:
    """Replace all images below `value`."""
    for name, inner in list(vars(value).items()):
        if isinstance(inner, WireImage):
            setattr(value, name, put(inner))
        elif isinstance(inner, Struct):
            put_images(inner, put)


def surface(server: Server) -> Message:
    form = server.random.choice(list(PixelFormat))
    size = server.number(0, 20), server.number(1, 20)
    return create(*size, server.number(0, 5), display.SurfaceFmt(form))


def drop(server: Server) -> Message:
    keys = [key for key in server.keys if server.chance(0.3)]
    return display.InvalList([ResourceId(ResourceType.PIXMAP, key) for key in keys])


def indexed(server: Server) -> Message:
    """Return a copy of an image with a palette, which may be one of the cache."""
    flags, unique = BitmapFlags(server.number(0, 7)), server.number(0, 5)
    named = flags & BitmapFlags.PAL_FROM_CACHE
    palette = None if named else Palette(unique, [server.random.getrandbits(32) for _ in range(8)])
    data = bytes(server.number(0, 8) for _ in range(16))
    form = BitmapFmt.FMT_8BIT
    payload = Bitmap(form, flags, 4, 4, 4, unique if named else None, palette, data)
    box, rest = server.base(), (server.ropd(), server.mode(), server.mask())
    image = WireImage(0, ImageFlags(0), 4, 4, payload)
    made = draw.DrawCopy(*box, image, box[1], *rest)
    put_images(made.mask, server.coded)
    return made


def stream(server: Server) -> Message:
    codec = VideoCodecType(server.random.choice([1, 1, 1, 2]))
    flags, surface_id = StreamFlags(server.number(0, 1)), server.number(0, 3)
    size = (16, 16)
    at = (server.box(), server.clip())
    return display.StreamCreate(surface_id, server.number(0, 4), flags, codec, 0, *size, *size, *at)


def frame(server: Server) -> Message:
    number, time, data = server.number(0, 5), server.number(0, 9), server.random.choice(FILM)
    if server.chance(0.5):
        return display.StreamData(number, time, data)
    return display.StreamDataSized(number, time, 16, 16, server.box(), data)


OTHERS: list[Callable[[Server], Message]] = [
    surface,
    surface,
    drop,
    indexed,
    stream,
    frame,
    frame,
    lambda server: display.SurfaceDestroy(server.number(0, 5)),
    lambda server: display.Mark(),
    lambda server: display.Reset(),
    lambda server: display.InvalAllPixmaps([]),
    lambda server: display.InvalPalette(server.number(0, 5)),
    lambda server: display.InvalAllPalettes(),
    lambda server: display.StreamClip(server.number(0, 5), server.clip()),
    lambda server: display.StreamDestroy(server.number(0, 5)),
    lambda server: display.StreamDestroyAll(),
    lambda server: display.StreamActivateReport(server.number(0, 5), 1, server.number(0, 3), 9),
    lambda server: display.MonitorsConfig(server.number(0, 3), []),
    lambda server: display.Mode(server.number(0, 40), server.number(0, 40), 32),
]


def traffic(seed: int, length: int) -> Iterator[Message]:
    """Yield messages of one server: first a screen."""
    server = Server(seed)
    yield create(server.width, server.height, 0, display.SurfaceFmt(server.form))
    for _ in range(length):
        yield server.message()
