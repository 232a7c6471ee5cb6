"""Which images a drawing command has (wire.md 7.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from piment.protocol import draw
from piment.protocol.draw import Brush, Drawing, Pattern
from piment.protocol.image import Image


def pictures(command: Drawing) -> list[Image]:
    """Return the images whose colours count: sources and patterns, in the order of the fields."""
    return [image for image in _PICTURES[type(command)](command) if image is not None]


def mask(command: Drawing) -> Image | None:
    """Return the image that says which pixels are drawn, if there is one."""
    return command.mask.bitmap if isinstance(command, _Masked) else None


def _pattern(brush: Brush) -> Image | None:
    return brush.pat if isinstance(brush, Pattern) else None


_Masked = (
    draw.DrawFill
    | draw.DrawOpaque
    | draw.DrawCopy
    | draw.DrawBlend
    | draw.DrawBlackness
    | draw.DrawWhiteness
    | draw.DrawInvers
    | draw.DrawRop3
)

Finder = Callable[[Any], tuple[Image | None, ...]]


def _none(command: Drawing) -> tuple[Image | None, ...]:
    return ()


_PICTURES: dict[type[Drawing], Finder] = {
    draw.CopyBits: _none,
    draw.DrawFill: lambda command: (_pattern(command.brush),),
    draw.DrawOpaque: lambda command: (command.src_bitmap, _pattern(command.brush)),
    draw.DrawCopy: lambda command: (command.src_bitmap,),
    draw.DrawBlend: lambda command: (command.src_bitmap,),
    draw.DrawBlackness: _none,
    draw.DrawWhiteness: _none,
    draw.DrawInvers: _none,
    draw.DrawRop3: lambda command: (command.src_bitmap, _pattern(command.brush)),
    draw.DrawStroke: lambda command: (_pattern(command.brush),),
    draw.DrawText: lambda command: (_pattern(command.fore), _pattern(command.back)),
    draw.DrawTransparent: lambda command: (command.src_bitmap,),
    draw.DrawAlphaBlend: lambda command: (command.src_bitmap,),
    draw.DrawComposite: lambda command: (command.src_bitmap, command.mask_bitmap),
}
