"""Giving the desktop another size, through RandR."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import xcffib
from xcffib import randr

from piment.geometry import Size
from piment.server.sources.base import SourceError
from piment.server.sources.x11.connection import Connection

# Programs take their scale from the size in millimetres; 96 dpi means unscaled.
_MM_PER_PIXEL = 25.4 / 96

# xcffib says that it is typed, and is not.
_mode_info: Any = randr.ModeInfo.synthetic

# No cable carries the picture: any plausible rate does.
_MODE_HZ = 60

_NOTHING = 0


@dataclass(frozen=True, slots=True)
class _Head:
    """The only lit output of a display, and the part of the graphics card that feeds it."""

    output: int
    crtc: int
    mode: int


@dataclass(frozen=True, slots=True)
class _Mode:
    id: int
    is_own: bool


class Resizer:
    """Gives the desktop another size, which its programs are told of."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()
        self._own_mode = _NOTHING
        self._randr: Any = None
        if connection.has("RANDR"):
            self._randr = connection.extension("RANDR")

    async def resize(self, size: Size) -> None:
        """Make the desktop `size` large.

        Raises:
            SourceError: the display cannot have this size.

        """
        if self._randr is None:
            raise SourceError(f"{self._connection.label} lacks RANDR, so its size is fixed")
        async with self._turn:
            try:
                await self._resize(size)
            except xcffib.Error as error:
                raise SourceError(
                    f"{self._connection.label} refuses to become {size}: {type(error).__name__}"
                ) from error

    async def _resize(self, size: Size) -> None:
        limits = self._randr.GetScreenSizeRange(self._connection.root)
        resources = self._randr.GetScreenResourcesCurrent(self._connection.root)
        geometry = self._connection.core.GetGeometry(self._connection.root)
        await self._answered()
        self._check_limits(size, limits.reply())
        known, old = resources.reply(), geometry.reply()
        old_size = Size(old.width, old.height)
        if size == old_size:
            return
        head = await self._only_head(known)
        mode = await self._mode(head.output, size, known.modes)
        if await self._switch(head, size, mode.id):
            self._replace_own_mode(head.output, mode)
        else:
            await self._switch(head, old_size, head.mode)
            raise SourceError(f"{self._connection.label} refuses to become {size}")

    async def _answered(self) -> None:
        if not await self._connection.answered():
            raise SourceError(f"{self._connection.label} was closed while its size changed")

    def _check_limits(self, size: Size, limits: Any) -> None:
        fits = (
            limits.min_width <= size.width <= limits.max_width
            and limits.min_height <= size.height <= limits.max_height
        )
        if not fits:
            raise SourceError(
                f"{self._connection.label} cannot become {size}: it can have from "
                f"{limits.min_width}x{limits.min_height} to "
                f"{limits.max_width}x{limits.max_height} pixels"
            )

    async def _only_head(self, resources: Any) -> _Head:
        asked = [(crtc, self._randr.GetCrtcInfo(crtc, 0)) for crtc in resources.crtcs]
        await self._answered()
        infos = [(crtc, question.reply()) for crtc, question in asked]
        heads = [_Head(output, crtc, info.mode) for crtc, info in infos for output in info.outputs]
        match heads:
            case [head]:
                return head
            case _:
                raise SourceError(
                    f"{self._connection.label} has {len(heads)} screens that are on; "
                    "only the size of a single one can be changed"
                )

    async def _mode(self, output: int, size: Size, modes: Any) -> _Mode:
        """Return a mode of this size that the output may have; makes one when there is none."""
        of_output = self._randr.GetOutputInfo(output, 0)
        await self._answered()
        allowed = set(of_output.reply().modes)
        for mode in modes:
            if Size(mode.width, mode.height) == size and mode.id in allowed:
                return _Mode(mode.id, is_own=mode.id == self._own_mode)
        made = await self._make_mode(size)
        self._randr.AddOutputMode(output, made)
        return _Mode(made, is_own=True)

    async def _make_mode(self, size: Size) -> int:
        name = f"piment-{size}"
        width, height = size
        mode = _mode_info(
            _NOTHING,
            width,
            height,
            _MODE_HZ * width * height,
            *(width, width, width, 0),
            *(height, height, height),
            len(name),
            0,
        )
        made = self._randr.CreateMode(self._connection.root, mode, len(name), name)
        await self._answered()
        return int(made.reply().mode)

    async def _switch(self, head: _Head, size: Size, mode: int) -> bool:
        """Set size and mode in one go, with other programs held off; return whether it worked."""
        self._connection.core.GrabServer()
        dark = self._configure(head.crtc, _NOTHING, [])
        shaped = self._randr.SetScreenSize(
            self._connection.root,
            *size,
            *(max(1, round(pixels * _MM_PER_PIXEL)) for pixels in size),
            is_checked=True,
        )
        lit = self._configure(head.crtc, mode, [head.output])
        self._connection.core.UngrabServer()
        await self._answered()
        try:
            shaped.check()
            states = [answer.reply().status for answer in (dark, lit)]
        except xcffib.Error:
            return False
        return all(state == randr.SetConfig.Success for state in states)

    def _configure(self, crtc: int, mode: int, outputs: list[int]) -> Any:
        return self._randr.SetCrtcConfig(
            crtc,
            xcffib.CurrentTime,
            xcffib.CurrentTime,
            0,
            0,
            mode,
            randr.Rotation.Rotate_0,
            len(outputs),
            outputs,
        )

    def _replace_own_mode(self, output: int, mode: _Mode) -> None:
        """Drop the mode made for the last size: a window dragged larger would leave hundreds."""
        if self._own_mode not in (_NOTHING, mode.id):
            self._randr.DeleteOutputMode(output, self._own_mode)
            self._randr.DestroyMode(self._own_mode)
            self._connection.flush()
        self._own_mode = mode.id if mode.is_own else _NOTHING
