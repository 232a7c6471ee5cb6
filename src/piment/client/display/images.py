"""The images of drawing commands: decoded, from the cache, or of other surfaces (wire.md 6.2)."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable
from concurrent.futures import Executor
from functools import partial

from piment.canvas import Image, PixelFormat
from piment.canvas.copy import Corner
from piment.canvas.load import load, load_mask, of_picture, with_high_bits
from piment.canvas.region import Edges
from piment.client.display.copies import Copy
from piment.client.display.dictionary import DictionaryError
from piment.client.display.memory import DisplayMemory
from piment.client.display.palettes import Palettes
from piment.client.display.surfaces import Surfaces
from piment.client.display.wanted import Wanted, wanted
from piment.codecs.image import Picture
from piment.errors import PimentError, ProtocolError
from piment.protocol import image as coded
from piment.protocol.draw import Drawing
from piment.protocol.image import Image as WireImage
from piment.protocol.image import ImageFlags

WORTH_A_HOP = 1 << 18
"""Pixels from which on an image is decoded on another thread: some milliseconds' work, beside
which the hop there and back is small."""

PATIENCE_SECONDS = 10.0
"""How long an image of another channel may take to come: far longer than any queue on the way."""

Placed = tuple[Image, Edges, Corner]
"""An image, the box to put it into, and where its corner lies."""

_KEPT = int(ImageFlags.CACHE_ME | ImageFlags.CACHE_REPLACE_ME)
_HIGH_BITS_SET = int(ImageFlags.HIGH_BITS_SET)
_REFERENCES = frozenset({coded.FromCache, coded.FromCacheLossless})
_GLZ = frozenset({coded.GlzRgb, coded.ZlibGlzRgb})
_LOSSY = frozenset({coded.Jpeg, coded.JpegAlpha})


class Images:
    """Finds the images of one command after the other, as long as a connection lasts."""

    def __init__(
        self, surfaces: Surfaces, palettes: Palettes, memory: DisplayMemory, workers: Executor
    ) -> None:
        self.seen: Counter[type] = Counter()
        """How many there were, by the classes of their payloads."""
        self._surfaces = surfaces
        self._palettes = palettes
        self._memory = memory
        self._workers = workers
        self._found: dict[int, Image | PimentError] = {}
        """What became of the images of the command at hand, by their identity."""

    def find(self, command: Drawing, form: PixelFormat) -> Awaitable[None] | None:
        """Decode or find all images of a command; what takes long is returned, to be awaited.

        `form` is that of the surface. An image that cannot be had is an error when it is asked for.

        Raises:
            ProtocolError: the dictionary is broken, or too many images are to be kept.

        """
        images = wanted(command)
        if not images:
            return None
        self._found.clear()
        for index, each in enumerate(images):
            if self._is_slow(each.image):
                return self._find_slowly(images[index:], form)
            self._find(each, form)
        return None

    def kept(self, copies: list[Copy]) -> list[Placed] | None:
        """Return images of the cache with their places; None if one is not here, or is scaled."""
        placed = []
        for copy in copies:
            image = self._memory.pixmaps.find(copy.key)
            if image is None or copy.is_scaled:
                return None
            placed.append((image, copy.box, copy.corner))
        self.seen[coded.FromCache] += len(placed)
        return placed

    def image(self, image: WireImage, surface: PixelFormat) -> Image:
        """Return an image of the command at hand (see `canvas.Images`)."""
        if isinstance(image.payload, coded.Surface):
            return Image.of(self._surfaces[image.payload.surface_id])
        found = self._found[id(image)]
        if isinstance(found, PimentError):
            raise found
        return found

    def mask(self, image: WireImage) -> Image:
        """Return a mask of the command at hand (see `canvas.Images`)."""
        return self.image(image, PixelFormat.A1)

    def _is_slow(self, image: WireImage) -> bool:
        """Whether an image has to be waited for, or is worth another thread."""
        kind = type(image.payload)
        if kind in _REFERENCES:
            return self._memory.is_shared and self._cached(image) is None
        if kind is coded.Surface:
            return False
        if kind in _GLZ and self._memory.is_shared:
            return True
        return image.width * image.height >= WORTH_A_HOP

    def _cached(self, image: WireImage) -> Image | None:
        is_lossless = type(image.payload) is coded.FromCacheLossless
        return self._memory.pixmaps.find(image.id, lossless=is_lossless)

    def _find(self, each: Wanted, form: PixelFormat) -> None:
        """Find an image at once."""
        image = each.image
        kind = type(image.payload)
        self.seen[kind] += 1
        if kind in _REFERENCES:
            found = self._cached(image)
            self._found[id(image)] = _missing(image) if found is None else found
        elif kind is not coded.Surface:
            self._take(image, self._decode(each, form, patience=0))

    async def _find_slowly(self, images: list[Wanted], form: PixelFormat) -> None:
        for each in images:
            if self._is_slow(each.image):
                await self._find_later(each, form)
            else:
                self._find(each, form)

    async def _find_later(self, each: Wanted, form: PixelFormat) -> None:
        """Wait for an image of another channel, or decode one on another thread."""
        image = each.image
        self.seen[type(image.payload)] += 1
        if type(image.payload) in _REFERENCES:
            self._found[id(image)] = await self._awaited(image)
            return
        loop = asyncio.get_running_loop()
        work = partial(self._decode, each, form, patience=PATIENCE_SECONDS)
        self._take(image, await loop.run_in_executor(self._workers, work))

    async def _awaited(self, image: WireImage) -> Image | PimentError:
        is_lossless = type(image.payload) is coded.FromCacheLossless
        wait = self._memory.pixmaps.wait
        try:
            return await wait(image.id, lossless=is_lossless, patience=PATIENCE_SECONDS)
        except ProtocolError as error:
            return error

    def _decode(self, each: Wanted, form: PixelFormat, *, patience: float) -> Image | PimentError:
        """Decode an image, or return why that cannot be done; also called from other threads."""
        image = each.image
        payload = image.payload
        try:
            match payload:
                case coded.GlzRgb() | coded.ZlibGlzRgb():
                    picture = self._memory.dictionary.decode(payload, patience=patience)
                    return _fitting(image, picture)
                case _ if each.is_mask:
                    return load_mask(image)
                case coded.Bitmap() | coded.LzPlt():
                    return load(image, form, self._palettes.of(payload))
                case _:
                    return load(image, form)
        except DictionaryError:
            raise
        except PimentError as error:
            return error

    def _take(self, image: WireImage, found: Image | PimentError) -> None:
        """Note what became of an image, and keep it if it is to be kept."""
        self._found[id(image)] = found
        flags = int(image.flags)
        if not flags & _KEPT or isinstance(found, PimentError):
            return
        if flags & ImageFlags.CACHE_ME:
            is_lossy = type(image.payload) in _LOSSY
            self._memory.pixmaps.add(image.id, found, is_lossy=is_lossy)
        else:
            self._memory.pixmaps.replace(image.id, found)


def _missing(image: WireImage) -> ProtocolError:
    return ProtocolError(f"image {image.id:#x} is not in the cache")


def _fitting(image: WireImage, picture: Picture) -> Image:
    """Return what the dictionary decoded; its images are the same on all surfaces."""
    loaded = of_picture(picture, PixelFormat.XRGB)
    if loaded.words.shape != (image.height, image.width):
        raise ProtocolError(
            f"the image is {loaded.size}, its descriptor says {image.width}x{image.height}"
        )
    return with_high_bits(loaded) if int(image.flags) & _HIGH_BITS_SET else loaded
