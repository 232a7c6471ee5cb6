"""A window on an X display that tells exactly what happened to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import xcffib
import xcffib.render
import xcffib.xfixes
import xcffib.xproto
from numpy.typing import NDArray
from xcffib.xproto import CW, EventMask

from tests.interop.peers.packages import need

PATIENCE_S = 20.0  # as for everything on a busy machine

# What the window asks to be told of.
MASK = (
    EventMask.KeyPress
    | EventMask.KeyRelease
    | EventMask.ButtonPress
    | EventMask.ButtonRelease
    | EventMask.PointerMotion
    | EventMask.Exposure
)
NAMES: dict[type, str] = {
    xcffib.xproto.KeyPressEvent: "key-press",
    xcffib.xproto.KeyReleaseEvent: "key-release",
    xcffib.xproto.ButtonPressEvent: "press",
    xcffib.xproto.ButtonReleaseEvent: "release",
    xcffib.xproto.MotionNotifyEvent: "motion",
}


@dataclass(frozen=True)
class Happened:
    """An event: `detail` is the key code or the button (0 for motion), `x`, `y` on the display."""

    what: str
    detail: int
    x: int = field(compare=False)
    y: int = field(compare=False)


class Witness:
    """The window, at x, y with a size and in one colour; `events` has all that happened to it."""

    def __init__(self, display: str, place: tuple[int, int, int, int], colour: int) -> None:
        need("xvfb")
        self.events: list[Happened] = []
        connect: Any = xcffib.connect  # says that it is typed, and is not
        self._x = connect(display)
        self._screen = self._x.get_setup().roots[0]
        self._window = self._x.generate_id()
        self._happened = asyncio.Event()
        values = [colour, 1, MASK]  # 1: the window manager, if any, leaves it where it is
        self._x.core.CreateWindow(
            self._screen.root_depth,
            self._window,
            self._screen.root,
            *place,
            0,
            xcffib.xproto.WindowClass.InputOutput,
            self._screen.root_visual,
            CW.BackPixel | CW.OverrideRedirect | CW.EventMask,
            values,
        )
        self._x.core.MapWindow(self._window)
        self._x.flush()
        asyncio.get_running_loop().add_reader(self._x.get_file_descriptor(), self._read)

    async def until(self, check: Callable[[], bool]) -> None:
        """Wait until `check` is true, asking after every event."""
        async with asyncio.timeout(PATIENCE_S):
            while not check():
                self._happened.clear()
                self._read()
                if not self._happened.is_set():
                    await self._happened.wait()

    def take_keyboard(self) -> None:
        """Let keys go to this window."""
        self._x.core.SetInputFocus(0, self._window, 0)
        self._x.flush()

    def wear(self, cursor: NDArray[np.uint8], hot_spot: tuple[int, int]) -> None:
        """Show this pointer over the window: uint8 (height, width, 4), premultiplied B,G,R,A."""
        height, width = cursor.shape[:2]
        render = self._x(xcffib.render.key)
        render.QueryVersion(0, 11).reply()
        formats = render.QueryPictFormats().reply().formats
        argb = next(each.id for each in formats if each.depth == 32 and is_argb(each.direct))
        pixmap, context, picture, shape = (self._x.generate_id() for _ in range(4))
        core = self._x.core
        core.CreatePixmap(32, pixmap, self._screen.root, width, height)
        core.CreateGC(context, pixmap, 0, [])
        data = cursor.tobytes()
        kind = xcffib.xproto.ImageFormat.ZPixmap
        core.PutImage(kind, pixmap, context, width, height, 0, 0, 0, 32, len(data), data)
        render.CreatePicture(picture, pixmap, argb, 0, [])
        render.CreateCursor(shape, picture, *hot_spot)
        core.ChangeWindowAttributes(self._window, CW.Cursor, [shape])
        self._x.flush()

    def pointer(self) -> tuple[int, int]:
        """Return where the pointer stands."""
        where = self._x.core.QueryPointer(self._screen.root).reply()
        return where.root_x, where.root_y

    def keys_down(self) -> bytes:
        """Return the display's keys as bits; none is set while no key is down."""
        return bytes(self._x.core.QueryKeymap().reply().keys)

    def close(self) -> None:
        """Take the window away."""
        asyncio.get_running_loop().remove_reader(self._x.get_file_descriptor())
        self._x.disconnect()

    def _read(self) -> None:
        while (event := self._x.poll_for_event()) is not None:
            self._happened.set()
            name = NAMES.get(type(event))
            if name:
                detail = 0 if name == "motion" else event.detail
                self.events.append(Happened(name, detail, event.root_x, event.root_y))


def is_argb(direct: Any) -> bool:
    """Whether pixels are B, G, R, A in memory."""
    shifts = direct.alpha_shift, direct.red_shift, direct.green_shift, direct.blue_shift
    return shifts == (24, 16, 8, 0) and direct.alpha_mask == 0xFF
