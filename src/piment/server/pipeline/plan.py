"""What to send next: pieces of the primary surface, made better by one pass after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from piment.geometry import Rect
from piment.server.pipeline import merge, order, split


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the passes need to know of the viewer and its network."""

    piece_pixels: int
    """The most pixels that one message should carry."""
    sweep: order.Sweep
    """What was sent last."""


Pass = Callable[[list[Rect], Conditions], list[Rect]]

PASSES: tuple[Pass, ...] = (
    lambda pieces, _: merge.merge(pieces),
    lambda pieces, conditions: split.split(pieces, conditions.piece_pixels),
    lambda pieces, conditions: order.order(pieces, conditions.sweep),
)


def plan(damage: Iterable[Rect], conditions: Conditions) -> list[Rect]:
    """Return the pieces that show `damage`, in the order in which to send them.

    Together they cover it; they overlap nowhere.
    """
    pieces = list(damage)
    for improve in PASSES:
        pieces = improve(pieces, conditions)
    return pieces
