"""The screen's memory of an Xvfb of our own, which it maps from a file (`-fbdir`)."""

from __future__ import annotations

import mmap
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from piment.geometry import Rect, Size
from piment.server.sources.base import SourceError

FILE_NAME = "Xvfb_screen0"
"""What Xvfb calls the file in the folder that it is given."""

# The file is an X window dump (XWD, version 7): a header of big-endian numbers, some of which tell
# the layout; the palette; the pixels.
_HEADER = struct.Struct(">25I")
_VERSION = 7
_COLOUR_BYTES = 12
_Z_PIXMAP = 2
_LITTLE_ENDIAN = 0
_PIXEL_BITS = 32
_MASKS = (0xFF0000, 0xFF00, 0xFF)


class Framebuffer:
    """What an X server shows at this moment, without asking it.

    The server draws while we read: what is torn by that, it reports as damaged once it is drawn.
    A screen that becomes smaller keeps its memory, and its rows their places.
    """

    def __init__(self, path: Path) -> None:
        """Map the file `path` and remove it, so that the memory goes with its last user.

        Raises:
            SourceError: it cannot be mapped, or its pixels lie in another way than expected.

        """
        try:
            with path.open("rb") as file:
                memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
            path.unlink()
        except (OSError, ValueError) as error:
            raise SourceError(f"the memory of Xvfb's screen cannot be read: {error}") from error
        self._pixels = _pixels_of(memory)

    @property
    def size(self) -> Size:
        """The largest size that the screen can have."""
        height, width, _ = self._pixels.shape
        return Size(width, height)

    def view(self, area: Rect) -> NDArray[np.uint8]:
        """Return what `area` shows: (height, width, 4) of B, G, R, X, changing as it changes.

        It is there to be copied, and for nothing else: code may rely on pixels that stay.
        """
        return self._pixels[area.rows, area.columns]


def _pixels_of(memory: mmap.mmap) -> NDArray[np.uint8]:
    """Find the pixels in a window dump: (height, width, 4) of B, G, R, X.

    Raises:
        SourceError: they are not of this form.

    """
    data = np.frombuffer(memory, np.uint8)
    if len(data) < _HEADER.size:
        raise SourceError(f"Xvfb's screen file has {len(data)} bytes, no header")
    fields = _HEADER.unpack_from(memory)
    header_bytes, version, form, _, width, height, _, byte_order = fields[:8]
    bits, row_bytes, _, *masks, _, _, colours = fields[11:20]
    start = header_bytes + colours * _COLOUR_BYTES
    if (version, form, byte_order, bits, *masks) != (
        *(_VERSION, _Z_PIXMAP, _LITTLE_ENDIAN, _PIXEL_BITS),
        *_MASKS,
    ):
        raise SourceError(f"Xvfb's screen has {bits} bit pixels of another form than asked for")
    if row_bytes < width * 4 or row_bytes % 4 or len(data) < start + row_bytes * height:
        raise SourceError(f"Xvfb's screen of {width}x{height} does not fit into its file")
    rows = data[start : start + row_bytes * height].reshape(height, row_bytes // 4, 4)
    return rows[:, :width]
