"""Which images a drawing command has (wire.md 7.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from piment.protocol import draw
from piment.protocol.draw import Brush, Drawing, Pattern, QMask
from piment.protocol.image import Image


class Wanted(NamedTuple):
    """An image of a command; of a mask, the bits say which pixels are drawn."""

    image: Image
    is_mask: bool


def wanted(command: Drawing) -> list[Wanted]:
    """Return the images of a command: sources and patterns, in the order of the fields, then masks.

    Most commands have none or one.
    """
    return _IMAGES[type(command)](command)


def _source(image: Image | None) -> list[Wanted]:
    return [] if image is None else [Wanted(image, is_mask=False)]


def _pattern(brush: Brush) -> list[Wanted]:
    return [Wanted(brush.pat, is_mask=False)] if isinstance(brush, Pattern) else []


def _mask(mask: QMask) -> list[Wanted]:
    return [] if mask.bitmap is None else [Wanted(mask.bitmap, is_mask=True)]


def _nothing(command: Drawing) -> list[Wanted]:
    return []


def _plain(command: draw.DrawBlackness | draw.DrawWhiteness | draw.DrawInvers) -> list[Wanted]:
    return _mask(command.mask)


def _fill(command: draw.DrawFill) -> list[Wanted]:
    return _pattern(command.brush) + _mask(command.mask)


def _copy(command: draw.DrawCopy | draw.DrawBlend) -> list[Wanted]:
    return _source(command.src_bitmap) + _mask(command.mask)


def _combination(command: draw.DrawOpaque | draw.DrawRop3) -> list[Wanted]:
    return _source(command.src_bitmap) + _pattern(command.brush) + _mask(command.mask)


def _placed(command: draw.DrawTransparent | draw.DrawAlphaBlend) -> list[Wanted]:
    return _source(command.src_bitmap)


def _composition(command: draw.DrawComposite) -> list[Wanted]:
    """Return both images of a composition: the colours of its mask count too."""
    return _source(command.src_bitmap) + _source(command.mask_bitmap)


_IMAGES: dict[type[Drawing], Callable[[Any], list[Wanted]]] = {
    draw.CopyBits: _nothing,
    draw.DrawFill: _fill,
    draw.DrawOpaque: _combination,
    draw.DrawCopy: _copy,
    draw.DrawBlend: _copy,
    draw.DrawBlackness: _plain,
    draw.DrawWhiteness: _plain,
    draw.DrawInvers: _plain,
    draw.DrawRop3: _combination,
    draw.DrawStroke: lambda command: _pattern(command.brush),
    draw.DrawText: lambda command: _pattern(command.fore) + _pattern(command.back),
    draw.DrawTransparent: _placed,
    draw.DrawAlphaBlend: _placed,
    draw.DrawComposite: _composition,
}
