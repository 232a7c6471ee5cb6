"""The surfaces of a display channel (wire.md 7.5)."""

from __future__ import annotations

from piment.canvas import (
    Box,
    Image,
    Images,
    PixelFormat,
    Surface,
    copy_boxes,
    draw,
    fill_boxes,
    put_frame,
)
from piment.canvas.copy import Corner
from piment.canvas.region import Edges
from piment.client.display.damage import Damage
from piment.errors import ProtocolError
from piment.geometry import Rect, Size
from piment.limits import MOST_SURFACE_PIXELS, MOST_SURFACES
from piment.protocol.display import SurfaceFmt
from piment.protocol.draw import Clip, Drawing

PRIMARY = 0
"""The id of the surface that is the screen."""

_FORMATS = {form.value: form for form in PixelFormat}


class Surfaces:
    """Surfaces by their ids; 0 is the primary one, which may be looked at once it is marked.

    What changes there is told to `damage`.
    """

    def __init__(self, damage: Damage) -> None:
        self.is_marked = False
        self._damage = damage
        self._surfaces: dict[int, Surface] = {}
        self._pixels = 0

    def __len__(self) -> int:
        return len(self._surfaces)

    def __getitem__(self, surface_id: int) -> Surface:
        if (surface := self.get(surface_id)) is None:
            raise ProtocolError(f"there is no surface {surface_id}")
        return surface

    def get(self, surface_id: int) -> Surface | None:
        """Return a surface, or None if it is not there."""
        return self._surfaces.get(surface_id)

    @property
    def primary(self) -> Surface | None:
        """What the screen shows."""
        return self.get(PRIMARY)

    @property
    def pixels(self) -> int:
        """The pixels of all surfaces."""
        return self._pixels

    def create(self, surface_id: int, size: Size, form: SurfaceFmt) -> bool:
        """Put a surface of zeros there; return whether that changed anything.

        A primary surface that is told again, in the same form, keeps what it shows: so it is after
        a migration.

        Raises:
            ProtocolError: there is no such format, or there are no pixels, or too many, or too many
                surfaces.

        """
        if (pixel_format := _FORMATS.get(form)) is None:
            raise ProtocolError(f"surface {surface_id}: there is no format {int(form)}")
        if not size.width or not size.height:
            raise ProtocolError(f"surface {surface_id} of {size} has no pixels")
        old = self.get(surface_id)
        is_same = old is not None and (old.size, old.format) == (size, pixel_format)
        if is_same and surface_id == PRIMARY:
            return False
        self._check_room(surface_id, size, old)
        self.destroy(surface_id)
        self._surfaces[surface_id] = Surface(size, pixel_format)
        self._pixels += size.width * size.height
        return True

    def destroy(self, surface_id: int) -> bool:
        """Drop a surface; return whether it was there."""
        surface = self._surfaces.pop(surface_id, None)
        if surface is None:
            return False
        self._pixels -= surface.size.width * surface.size.height
        if surface_id == PRIMARY:
            self.is_marked = False
        return True

    def draw(self, command: Drawing, images: Images) -> None:
        """Carry out a drawing command.

        Raises:
            PimentError: there is no such surface, or the command makes no sense on it.

        """
        rects = draw(self[command.surface_id], command, images)
        if command.surface_id == PRIMARY:
            self._damage.add(rects)

    def fill(self, surface_id: int, boxes: list[Box]) -> None:
        """Fill boxes, the first one first.

        Raises:
            ProtocolError: there is no such surface.

        """
        rects = fill_boxes(self[surface_id], boxes)
        if surface_id == PRIMARY:
            self._damage.add(rects)

    def copy(self, surface_id: int, images: list[tuple[Image, Edges, Corner]]) -> None:
        """Put images into boxes, unscaled, the first one first.

        Raises:
            ProtocolError: there is no such surface.

        """
        rects = copy_boxes(self[surface_id], images)
        if surface_id == PRIMARY:
            self._damage.add(rects)

    def put_frame(self, surface_id: int, frame: Image, dest: Rect, clip: Clip) -> None:
        """Put a frame of a video stream, scaled, at `dest` and inside `clip`.

        Raises:
            ProtocolError: there is no such surface, or the frame is empty.

        """
        rects = put_frame(self[surface_id], frame, dest, clip)
        if surface_id == PRIMARY:
            self._damage.add(rects)

    def blacken(self) -> None:
        """Fill the primary surface with zeros and take its mark away."""
        self.is_marked = False
        if (primary := self.primary) is not None:
            primary.words.fill(0)
            self._damage.add([primary.area])

    def clear(self) -> None:
        """Drop all surfaces."""
        self._surfaces.clear()
        self._pixels = 0
        self.is_marked = False

    def _check_room(self, surface_id: int, size: Size, old: Surface | None) -> None:
        freed = 0 if old is None else old.size.width * old.size.height
        pixels = self._pixels - freed + size.width * size.height
        if pixels > MOST_SURFACE_PIXELS:
            raise ProtocolError(
                f"surface {surface_id} of {size} makes {pixels} pixels, "
                f"allowed are {MOST_SURFACE_PIXELS}"
            )
        if old is None and len(self._surfaces) >= MOST_SURFACES:
            raise ProtocolError(f"surface {surface_id} is one more than {MOST_SURFACES}")
