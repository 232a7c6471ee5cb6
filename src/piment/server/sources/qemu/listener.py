"""The object through which QEMU shows a console (dbus-display.md 3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps

import numpy as np

from piment.geometry import Point, Rect
from piment.limits import MOST_CURSOR_BYTES
from piment.server.sources.qemu import names
from piment.server.sources.qemu.bus.error import FAILED, INVALID_ARGS, RefusedError
from piment.server.sources.qemu.bus.exports import Interface, Method
from piment.server.sources.qemu.formats import Picture, PictureError
from piment.server.sources.qemu.mapping import mapped
from piment.server.sources.qemu.screen import Screen

GL_ADVICE = (
    "QEMU draws this screen with OpenGL, and such pictures cannot be taken over: start it "
    "without gl=on, and with an adapter whose name does not end in -gl"
)


class Listener:
    """Puts what QEMU tells onto a screen, at once; nothing in here waits."""

    def __init__(
        self, screen: Screen, mismatched: Callable[[], None], refused: Callable[[str], None]
    ) -> None:
        """Show on `screen`.

        `mismatched` is called when an update does not fit the picture, and `refused` with what
        viewers should be told when QEMU shows what cannot be shown.
        """
        self._screen = screen
        self._mismatched = mismatched
        self._refused = refused

    def interfaces(self) -> Mapping[str, Interface]:
        """Return what the object can do, by the names of its interfaces."""
        return {
            names.LISTENER: Interface(
                {
                    "Scanout": Method("uuuuay", told(self._scanout)),
                    "Update": Method("iiiiuuay", told(self._update)),
                    "ScanoutDMABUF": Method("huuuutb", self._scanout_dmabuf),
                    "UpdateDMABUF": Method("iiii", lambda *_: None),
                    "Disable": Method("", self._disable),
                    "MouseSet": Method("iii", self._mouse_set),
                    "CursorDefine": Method("iiiiay", told(self._cursor_define)),
                },
                {"Interfaces": ("as", [names.LISTENER_MAP])},
            ),
            names.LISTENER_MAP: Interface(
                {
                    "ScanoutMap": Method("huuuuu", told(self._scanout_map)),
                    "UpdateMap": Method("iiii", self._update_map),
                }
            ),
        }

    def _scanout(self, width: int, height: int, stride: int, code: int, data: memoryview) -> None:
        self._screen.frame.show(Picture.within(data, (width, height), stride, code))
        self._screen.wake()

    def _update(
        self, x: int, y: int, width: int, height: int, stride: int, code: int, data: memoryview
    ) -> None:
        picture = Picture.within(data, (width, height), stride, code)
        if self._screen.frame.paint(x, y, picture):
            self._screen.wake()
        else:
            self._mismatched()

    def _scanout_map(
        self, handle: int, offset: int, width: int, height: int, stride: int, code: int
    ) -> None:
        self._screen.frame.share(mapped(handle, offset, (width, height), stride, code))
        self._screen.wake()

    def _update_map(self, x: int, y: int, width: int, height: int) -> None:
        self._screen.frame.change(Rect(x, y, x + width, y + height))
        self._screen.wake()

    def _scanout_dmabuf(self, *_: object) -> None:
        self._disable()
        self._refused(GL_ADVICE)
        raise RefusedError(FAILED, GL_ADVICE)

    def _disable(self) -> None:
        self._screen.frame.blank()
        self._screen.wake()

    def _mouse_set(self, x: int, y: int, on: int) -> None:
        self._screen.cursor.set(Point(x, y), bool(on))
        self._screen.wake()

    def _cursor_define(
        self, width: int, height: int, hot_x: int, hot_y: int, data: memoryview
    ) -> None:
        wanted = width * height * 4
        if min(width, height) < 1 or wanted > MOST_CURSOR_BYTES or wanted != len(data):
            raise PictureError(f"a pointer of {width}x{height} has {len(data)} bytes")
        pixels = np.frombuffer(data, np.uint8).reshape(height, width, 4)
        self._screen.cursor.define(pixels, Point(hot_x, hot_y))
        self._screen.wake()


def told(method: Callable[..., None]) -> Callable[..., None]:
    """Let QEMU hear of pictures that cannot be."""

    @wraps(method)
    def run(*arguments: object) -> None:
        try:
            method(*arguments)
        except PictureError as error:
            raise RefusedError(INVALID_ARGS, str(error)) from None

    return run
