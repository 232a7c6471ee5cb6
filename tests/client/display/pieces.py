"""What display tests are made of: a channel to drive, commands, images."""

from __future__ import annotations

import asyncio
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from piment.canvas import Image, PixelFormat
from piment.client.channels.display import DisplayChannel
from piment.client.events import Event
from piment.client.shared import Shared
from piment.codecs import lz
from piment.codecs.image import ImageType
from piment.core.events import Run
from piment.protocol import display
from piment.protocol.capabilities import Capabilities, DisplayCap
from piment.protocol.channel import Message
from piment.protocol.common import Point, Rect
from piment.protocol.display import SurfaceFlags, SurfaceFmt
from piment.protocol.draw import DrawCopy, DrawFill, MaskFlags, QMask, Ropd, Solid
from piment.protocol.image import (
    Bitmap,
    BitmapFlags,
    BitmapFmt,
    FromCache,
    ImageFlags,
    ImageScaleMode,
    LzRgb,
    Palette,
    Payload,
)
from piment.protocol.image import Image as WireImage
from piment.protocol.image import Surface as SurfaceImage
from piment.wire import Shape
from tests.client.channels.wire import NoMover, Wire, shared

Pixels = NDArray[np.uint8]
E = TypeVar("E", bound=Event)

SERVER = Capabilities(
    [
        DisplayCap.MONITORS_CONFIG,
        DisplayCap.STREAM_REPORT,
        DisplayCap.PREF_COMPRESSION,
        DisplayCap.PREF_VIDEO_CODEC_TYPE,
    ]
)
NO_MASK = QMask(MaskFlags(0), Point(0, 0), None)
PUT = Ropd.OP_PUT


class Screen:
    """A display channel, and a server that talks to it; `told` are the events."""

    def __init__(
        self,
        common: tuple[Shared, list[Event]] | None = None,
        channel_id: int = 0,
        capabilities: Capabilities = SERVER,
    ) -> None:
        self.shared, self.told = common or shared()
        self.channel = DisplayChannel(self.shared, channel_id, NoMover())
        self.wire = Wire()
        self.channel.attach(self.wire, capabilities)

    async def do(self, *messages: Message) -> None:
        """Let the channel do what messages say, one after the other."""
        for message in messages:
            work = self.channel.handle(message)
            if work is not None:
                await work

    async def run(self, run: Run) -> None:
        """Let the channel do what messages of one shape say."""
        work = self.channel.handle_run(run)
        if work is not None:
            await work

    async def events(self, kind: type[E]) -> list[E]:
        """Return what was told of a kind, also what is about to be told."""
        await asyncio.sleep(0)
        return [event for event in self.told if isinstance(event, kind)]

    def words(self, surface_id: int = 0) -> list[list[int]]:
        """Return the pixels of a surface, a word each."""
        rows: list[list[int]] = self.channel.surfaces[surface_id].words.tolist()
        return rows


def create(
    width: int = 4,
    height: int = 3,
    surface_id: int = 0,
    form: SurfaceFmt = SurfaceFmt.FMT_32_xRGB,
) -> display.SurfaceCreate:
    flags = SurfaceFlags.PRIMARY if surface_id == 0 else SurfaceFlags(0)
    return display.SurfaceCreate(surface_id, width, height, form, flags)


def area(left: int, top: int, right: int, bottom: int) -> Rect:
    return Rect(top, left, bottom, right)


def fill(color: int, box: Rect | None = None, surface_id: int = 0) -> DrawFill:
    return DrawFill(surface_id, box or area(0, 0, 99, 99), None, Solid(color), PUT, NO_MASK)


def copy(image: WireImage, left: int = 0, top: int = 0, surface_id: int = 0) -> DrawCopy:
    box = area(left, top, left + image.width, top + image.height)
    source = area(0, 0, image.width, image.height)
    return DrawCopy(surface_id, box, None, image, source, PUT, ImageScaleMode.NEAREST, NO_MASK)


def wire_image(
    payload: Payload, width: int, height: int, key: int = 0, flags: int = 0
) -> WireImage:
    return WireImage(key, ImageFlags(flags), width, height, payload)


def noise(width: int, height: int, seed: int = 0) -> Pixels:
    """Return random pixels, uint8 (height, width, 4), the last byte 0."""
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 4), np.uint8)
    pixels[..., 3] = 0
    return pixels


def bitmap(pixels: Pixels, key: int = 0, flags: int = 0) -> WireImage:
    """Return pixels as a bitmap."""
    height, width = pixels.shape[:2]
    form, order, stride = BitmapFmt.FMT_32BIT, BitmapFlags.TOP_DOWN, 4 * width
    payload = Bitmap(form, order, width, height, stride, None, None, pixels.tobytes())
    return wire_image(payload, width, height, key, flags)


def dot(color: int, key: int = 0, flags: int = 0) -> WireImage:
    """Return a bitmap of one pixel."""
    pixels = np.frombuffer(color.to_bytes(4, "little"), np.uint8).reshape(1, 1, 4)
    return bitmap(pixels, key, flags)


def indexed(indices: list[int], palette: Palette | None, palette_id: int | None) -> WireImage:
    """Return a bitmap of one row of palette indices."""
    flags = BitmapFlags.TOP_DOWN
    if palette is not None and palette.unique:
        flags |= BitmapFlags.PAL_CACHE_ME
    if palette_id is not None:
        flags |= BitmapFlags.PAL_FROM_CACHE
    width = len(indices)
    payload = Bitmap(
        BitmapFmt.FMT_8BIT, flags, width, 1, width, palette_id, palette, bytes(indices)
    )
    return wire_image(payload, width, 1)


def mask_of(bits: bytes, width: int, height: int) -> WireImage:
    """Return a mask whose rows are bytes, the highest bit first."""
    form, flags = BitmapFmt.FMT_1BIT_BE, BitmapFlags.TOP_DOWN
    payload = Bitmap(form, flags, width, height, (width + 7) // 8, None, None, bits)
    return wire_image(payload, width, height)


def coded(pixels: Pixels, key: int = 0, flags: int = 0) -> WireImage:
    """Return pixels as an LZ image."""
    height, width = pixels.shape[:2]
    payload = LzRgb(lz.encode(pixels, ImageType.RGB32))
    return wire_image(payload, width, height, key, flags)


def cached(key: int, width: int = 1, height: int = 1) -> WireImage:
    return wire_image(FromCache(), width, height, key)


def of_surface(surface_id: int, width: int, height: int) -> WireImage:
    return wire_image(SurfaceImage(surface_id), width, height)


def run_of(shape: Shape, *messages: Message) -> Run:
    """Return messages as they come if they have that shape."""
    rows = [shape.read(message.pack(), 0) for message in messages]
    assert None not in rows
    return Run(type(messages[0]), [row for row in rows if row is not None], len(rows))


def picture(*values: int) -> Image:
    """Return a decoded image of one row."""
    return Image(PixelFormat.XRGB, np.array([values], np.uint32))
