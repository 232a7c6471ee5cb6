"""The images that the display channels of a session remember (wire.md 14.1)."""

from __future__ import annotations

import asyncio

from piment.canvas import Image
from piment.errors import ProtocolError
from piment.limits import PIXMAP_CACHE_SLACK

LEAST_PIXELS = 128
"""What an image counts for at least: the words around it weigh as much as so many pixels."""


class _Pixmap:
    """An image, and how often it was announced without being dropped."""

    __slots__ = ("count", "image", "is_lossy", "weight")

    def __init__(self, image: Image, is_lossy: bool, weight: int) -> None:
        self.image = image
        self.is_lossy = is_lossy
        self.weight = weight
        """Pixels that it counts for."""
        self.count = 1


class Pixmaps:
    """Images by their keys; the server says which are kept and which are dropped.

    All display channels of a session share them, so that an image may come on another channel than
    the command that names it.
    """

    def __init__(self, budget: int) -> None:
        """Begin with nothing; `budget` are the pixels that the server was told of."""
        self._most = PIXMAP_CACHE_SLACK * budget
        self._pixmaps: dict[int, _Pixmap] = {}
        self._pixels = 0
        self._changed: asyncio.Event | None = None
        """Set when an image comes; there only while somebody waits."""
        self._is_closed = False

    def __len__(self) -> int:
        return len(self._pixmaps)

    @property
    def pixels(self) -> int:
        """The pixels of all images."""
        return self._pixels

    def add(self, key: int, image: Image, *, is_lossy: bool) -> None:
        """Keep an image, once more if it is kept already (CACHE_ME).

        Raises:
            ProtocolError: too many are to be kept.

        """
        known = self._pixmaps.get(key)
        if known is not None:
            known.count += 1
        if known is None or known.is_lossy or not is_lossy:
            self._put(key, image, is_lossy)

    def replace(self, key: int, image: Image) -> None:
        """Keep a lossless image instead of a lossy one (CACHE_REPLACE_ME).

        Raises:
            ProtocolError: too many are to be kept.

        """
        self._put(key, image, is_lossy=False)

    def find(self, key: int, *, lossless: bool = False) -> Image | None:
        """Return an image, if it is here already and good enough."""
        pixmap = self._pixmaps.get(key)
        if pixmap is None or (lossless and pixmap.is_lossy):
            return None
        return pixmap.image

    async def wait(self, key: int, *, lossless: bool, patience: float) -> Image:
        """Return an image, when it is here and good enough, within `patience` seconds.

        Raises:
            ProtocolError: it does not come.

        """
        try:
            async with asyncio.timeout(patience):
                while (image := self.find(key, lossless=lossless)) is None:
                    await self._change()
        except TimeoutError:
            raise ProtocolError(f"image {key:#x} does not come within {patience} s") from None
        return image

    def drop(self, key: int) -> None:
        """Undo one `add`; nothing happens if there is no such image."""
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            return
        pixmap.count -= 1
        if not pixmap.count:
            del self._pixmaps[key]
            self._pixels -= pixmap.weight

    def clear(self) -> None:
        """Forget all images."""
        self._pixmaps.clear()
        self._pixels = 0

    def close(self) -> None:
        """Forget all images, and let all that wait fail."""
        self.clear()
        self._is_closed = True
        self._wake()

    async def _change(self) -> None:
        """Wait until another image is here.

        Raises:
            ProtocolError: none comes any more.

        """
        if self._is_closed:
            raise ProtocolError("no images come any more")
        if self._changed is None:
            self._changed = asyncio.Event()
        await self._changed.wait()

    def _wake(self) -> None:
        if self._changed is not None:
            self._changed.set()
            self._changed = None

    def _put(self, key: int, image: Image, is_lossy: bool) -> None:
        known = self._pixmaps.get(key)
        weight = max(image.words.size, LEAST_PIXELS)
        self._pixels += weight - (0 if known is None else known.weight)
        if self._pixels > self._most:
            raise ProtocolError(
                f"{self._pixels} pixels of images are to be kept, allowed are {self._most}"
            )
        if known is None:
            self._pixmaps[key] = _Pixmap(image, is_lossy, weight)
        else:
            known.image, known.is_lossy, known.weight = image, is_lossy, weight
        self._wake()
