"""Pictures of what a machine shows."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path
from typing import IO, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from piment.codecs.search import find
from piment.frontends.headless import png
from piment.geometry import Rect, Size

Pixels = NDArray[np.uint8]

MOST_TOLERANCE = 255
"""The largest difference that two components can have."""


class Image:
    """A picture; `pixels` are uint8 of shape (height, width, 3), R, G, B, exactly as shown.

    Images are equal if their pixels are. `numpy.asarray` gives the pixels, and so libraries that
    take arrays take images: `PIL.Image.fromarray(numpy.asarray(image))`.
    """

    __slots__ = ("pixels",)

    def __init__(self, pixels: Pixels) -> None:
        """Take pixels as they are, without a copy.

        Raises:
            ValueError: they have another shape or type.

        """
        if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3:
            raise ValueError(
                f"an image is uint8 of shape (height, width, 3), R, G, B; "
                f"this is {pixels.dtype} of shape {pixels.shape}"
            )
        self.pixels = pixels

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Image:
        """Read a file of any format that Pillow knows; transparency is left out.

        Raises:
            OSError: there is no such file, or no picture in it.

        """
        from PIL import Image as pillow  # noqa: N813 - a module; 30 ms that few need

        with pillow.open(path) as picture:
            return cls(np.array(picture.convert("RGB")))

    @classmethod
    def of(cls, template: Template) -> Image:
        """Return an image of whatever stands for one: itself, an array, or a file.

        Raises:
            OSError, ValueError: the file or the array is none.

        """
        match template:
            case Image():
                return template
            case np.ndarray():
                return cls(template)
        return cls.load(template)

    @classmethod
    def of_bgrx(cls, pixels: Pixels) -> Image:
        """Return a picture of uint8 (height, width, 4), B, G, R and X, which are copied."""
        height, width, _ = pixels.shape
        copy = np.empty((height, width, 3), np.uint8)
        for component in range(3):  # four times as fast as by one array that goes backwards
            copy[:, :, component] = pixels[:, :, 2 - component]
        return cls(copy)

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        height, width, _ = self.pixels.shape
        return Size(width, height)

    def crop(self, area: Rect) -> Image:
        """Return what lies inside `area`, without a copy."""
        inside = area.intersection(Rect.of_size(self.size))
        return Image(self.pixels[inside.rows, inside.columns])

    def find(
        self,
        template: Template,
        *,
        tolerance: int = 0,
        region: Rect | None = None,
    ) -> Rect | None:
        """Return where a smaller picture lies in this one, uppermost and leftmost; None: nowhere.

        No component of any pixel may differ by more than `tolerance`, 0 to 255. It takes some
        10 ms on 1920x1080.

        Raises:
            OSError, ValueError: there is no such template or tolerance.

        """
        if not 0 <= tolerance <= MOST_TOLERANCE:
            raise ValueError(f"a tolerance is 0 to {MOST_TOLERANCE}, not {tolerance}")
        area = Rect.of_size(self.size)
        if region is not None:
            area = area.intersection(region)
        sought = Image.of(template)
        found = find(self.crop(area).bgrx(), sought.bgrx(), tolerance)
        if found is None:
            return None
        return Rect.of_size(sought.size).moved(area.left + found.x, area.top + found.y)

    def bgrx(self) -> Pixels:
        """Return a copy as uint8 (height, width, 4), B, G, R and X, which is 0."""
        height, width, _ = self.pixels.shape
        copy = np.zeros((height, width, 4), np.uint8)
        copy[:, :, 2::-1] = self.pixels
        return copy

    def save(self, file: str | PathLike[str] | IO[bytes], format: str | None = None) -> None:  # noqa: A002 - Pillow's name
        """Write a file; the format follows from its name, and is PNG if nothing says otherwise.

        Raises:
            OSError: the file cannot be written.
            ValueError: there is no such format.

        """
        named = Path(file).suffix.lower() if isinstance(file, str | PathLike) else ""
        if (format or named or "png").lower().lstrip(".") == "png":
            self._save_png(file)
            return
        from PIL import Image as pillow  # noqa: N813 - a module; 30 ms that few need

        pillow.fromarray(self.pixels).save(
            fspath(file) if isinstance(file, PathLike) else file, format
        )

    def png(self) -> bytes:
        """Return the bytes of a PNG file."""
        return png.encode(self.pixels)

    def _save_png(self, file: str | PathLike[str] | IO[bytes]) -> None:
        if isinstance(file, str | PathLike):
            Path(file).write_bytes(self.png())
        else:
            file.write(self.png())

    def __array__(
        self, dtype: np.dtype[Any] | None = None, copy: bool | None = None
    ) -> NDArray[Any]:
        if copy is False and dtype not in (None, np.uint8):
            raise ValueError(f"pixels cannot be {dtype} without a copy")
        return np.array(self.pixels, dtype) if copy else np.asarray(self.pixels, dtype)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Image) and np.array_equal(self.pixels, other.pixels)

    __hash__ = None  # type: ignore[assignment] # its pixels may change

    def __repr__(self) -> str:
        return f"<image of {self.size}>"


Template: TypeAlias = Image | Pixels | str | PathLike[str]
"""What can be looked for: an image, an array of R, G, B, or a file."""
