"""Decoded images, and how drawing commands get them (wire.md 19.2)."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from piment.canvas.format import PixelFormat, Words, convert
from piment.canvas.surface import Surface
from piment.errors import ProtocolError
from piment.geometry import Size
from piment.protocol.image import Image as WireImage
from piment.record import Entity

OPAQUE = 0xFF000000
"""The alpha of a pixel that hides what is below."""


class Image(Entity):
    """A decoded image, or what another surface shows now; the top row first."""

    format: PixelFormat
    words: Words
    is_surface: bool = False

    @classmethod
    def of(cls, surface: Surface) -> Image:
        """Return what `surface` shows, without copying it."""
        return cls(surface.format, surface.words, is_surface=True)

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        height, width = self.words.shape
        return Size(width, height)

    def converted(self, wanted: PixelFormat) -> Image:
        """Return the image in another format."""
        if wanted is self.format:
            return self
        return Image(wanted, convert(self.words, self.format, wanted))

    def fit_for(self, surface: PixelFormat) -> Image:
        """Return the image as commands draw it on a surface of that format.

        On 32-bit surfaces alpha is neither lost nor invented: xRGB stays so on ARGB.
        """
        if not surface.is_deep:
            return self.converted(surface)
        return self if self.format is PixelFormat.ARGB else self.converted(PixelFormat.XRGB)

    def as_data(self) -> Image:
        """Return the image with the X bytes of xRGB taken for alpha, so that scaling keeps them."""
        return self.replaced(format=PixelFormat.ARGB) if self.format is PixelFormat.XRGB else self

    def colours(self) -> Words:
        """Return the pixels as premultiplied 0xAARRGGBB."""
        return self.converted(PixelFormat.ARGB).words

    def apart_from(self, surface: Surface) -> Image:
        """Return an image that does not change when `surface` is drawn on."""
        if self.is_surface and np.may_share_memory(self.words, surface.words):
            return self.replaced(words=self.words.copy())
        return self


class Images(Protocol):
    """Where a command's images come from: the wire, caches, other surfaces."""

    def image(self, image: WireImage, surface: PixelFormat) -> Image:
        """Return a decoded image in its native format on surfaces of that format (19.2, 1 to 3).

        Raises:
            PimentError: there is no such image, or it is broken.

        """
        ...

    def mask(self, image: WireImage) -> Image:
        """Return a mask, in the format A1.

        Raises:
            PimentError: there is no such image, or it is no mask.

        """
        ...


def native(surface: Surface, image: WireImage | None, images: Images) -> Image:
    """Return the image of a command in its native format.

    Raises:
        ProtocolError: there is none.

    """
    if image is None:
        raise ProtocolError("the command needs an image, and has none")
    return images.image(image, surface.format).apart_from(surface)


def drawable(surface: Surface, image: WireImage | None, images: Images) -> Image:
    """Return the image of a command as whole pixels of `surface`.

    Raises:
        ProtocolError: there is none, or it is a surface of another depth.

    """
    found = native(surface, image, images)
    if not found.is_surface:
        return found.fit_for(surface.format)
    if found.format.depth != surface.format.depth:
        raise ProtocolError(
            f"a surface of {found.format.depth} bits cannot be copied to one of"
            f" {surface.format.depth}"
        )
    return found
