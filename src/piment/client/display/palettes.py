"""The palettes that a display channel remembers (wire.md 14.2)."""

from __future__ import annotations

import numpy as np

from piment.canvas.load import Entries
from piment.errors import ProtocolError
from piment.limits import MOST_CACHED_PALETTES
from piment.protocol.image import Bitmap, BitmapFlags, LzPlt, Palette


class Palettes:
    """Palettes by their keys; the server says which are kept and which are dropped."""

    def __init__(self) -> None:
        self._palettes: dict[int, Entries] = {}

    def __len__(self) -> int:
        return len(self._palettes)

    def of(self, image: Bitmap | LzPlt) -> Entries | None:
        """Return the palette of an image, which may bring one along to be kept; None: it has none.

        Raises:
            ProtocolError: the palette that it names is not here, or there are too many.

        """
        if image.palette is not None:
            entries = np.array(image.palette.ents, np.uint32)
            if image.flags & BitmapFlags.PAL_CACHE_ME:
                self._keep(image.palette, entries)
            return entries
        if image.palette_id is None:
            return None
        try:
            return self._palettes[image.palette_id]
        except KeyError:
            raise ProtocolError(f"there is no palette {image.palette_id:#x}") from None

    def drop(self, key: int) -> None:
        """Forget one palette."""
        self._palettes.pop(key, None)

    def clear(self) -> None:
        """Forget all palettes."""
        self._palettes.clear()

    def _keep(self, palette: Palette, entries: Entries) -> None:
        if palette.unique == 0:
            return
        if palette.unique not in self._palettes and len(self._palettes) >= MOST_CACHED_PALETTES:
            raise ProtocolError(f"more than {MOST_CACHED_PALETTES} palettes are to be kept")
        self._palettes[palette.unique] = entries
