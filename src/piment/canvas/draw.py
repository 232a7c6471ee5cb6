"""One drawing command on one surface."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from piment._core import CanvasSpans
from piment.canvas.alpha import draw_alpha_blend
from piment.canvas.composite import draw_composite
from piment.canvas.copy import copy_bits, draw_copy, draw_opaque, draw_rop3, draw_transparent
from piment.canvas.fill import draw_blackness, draw_fill, draw_invers, draw_whiteness
from piment.canvas.image import Images
from piment.canvas.region import damage
from piment.canvas.stroke import draw_stroke
from piment.canvas.surface import Surface
from piment.canvas.text import draw_text
from piment.geometry import Rect
from piment.protocol import draw as commands
from piment.protocol.draw import Drawing

Operation = Callable[[Surface, Any, Images], CanvasSpans]

OPERATIONS: dict[type[Drawing], Operation] = {
    commands.CopyBits: copy_bits,
    commands.DrawFill: draw_fill,
    commands.DrawOpaque: draw_opaque,
    commands.DrawCopy: draw_copy,
    commands.DrawBlend: draw_copy,
    commands.DrawBlackness: draw_blackness,
    commands.DrawWhiteness: draw_whiteness,
    commands.DrawInvers: draw_invers,
    commands.DrawRop3: draw_rop3,
    commands.DrawStroke: draw_stroke,
    commands.DrawText: draw_text,
    commands.DrawTransparent: draw_transparent,
    commands.DrawAlphaBlend: draw_alpha_blend,
    commands.DrawComposite: draw_composite,
}
"""What carries out each command, and returns the pixels that it may have changed."""


def draw(surface: Surface, command: Drawing, images: Images) -> list[Rect]:
    """Carry out a command on `surface`; return a few rectangles that hold all that changed.

    Every image of the command is asked for, also when nothing of it is seen: coded images may refer
    to it (wire.md 18). A command that raises has changed nothing, or only its own box.

    Raises:
        ProtocolError: the command makes no sense on this surface.
        PimentError: whatever `images` raises.

    """
    return damage(OPERATIONS[type(command)](surface, command, images))
