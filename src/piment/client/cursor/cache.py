"""The shapes that a cursor channel remembers (wire.md 14.3)."""

from __future__ import annotations

from piment.client.cursor.shape import Shape, decode
from piment.errors import ProtocolError
from piment.limits import MOST_CACHED_SHAPE_PIXELS, MOST_CACHED_SHAPES
from piment.protocol.cursor import Cursor, CursorFlags


class ShapeCache:
    """Shapes by their keys; the server says which are kept and which are dropped."""

    def __init__(self) -> None:
        self._shapes: dict[int, Shape] = {}
        self._pixels = 0

    def __len__(self) -> int:
        return len(self._shapes)

    def shape_of(self, cursor: Cursor) -> Shape | None:
        """Return the shape that a message brings or names; None if the pointer has none.

        Raises:
            ProtocolError: it is broken, is not here, or there is no room to keep it.

        """
        if cursor.header is None:
            return None
        key = cursor.header.unique
        if cursor.flags & CursorFlags.FROM_CACHE:
            if key not in self._shapes:
                raise ProtocolError(f"there is no shape {key:#x}")
            return self._shapes[key]
        shape = decode(cursor)
        if shape is not None and key and cursor.flags & CursorFlags.CACHE_ME:
            self._keep(key, shape)
        return shape

    def drop(self, key: int) -> None:
        """Forget one shape."""
        shape = self._shapes.pop(key, None)
        if shape is not None:
            self._pixels -= shape.inverts.size

    def clear(self) -> None:
        """Forget all shapes."""
        self._shapes.clear()
        self._pixels = 0

    def _keep(self, key: int, shape: Shape) -> None:
        self.drop(key)
        pixels = self._pixels + shape.inverts.size
        if len(self._shapes) >= MOST_CACHED_SHAPES or pixels > MOST_CACHED_SHAPE_PIXELS:
            raise ProtocolError(
                f"{len(self._shapes) + 1} shapes of {pixels} pixels are to be kept, "
                f"allowed are {MOST_CACHED_SHAPES} of {MOST_CACHED_SHAPE_PIXELS}"
            )
        self._shapes[key] = shape
        self._pixels = pixels
