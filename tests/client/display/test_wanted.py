from __future__ import annotations

import pytest

from piment.canvas.draw import OPERATIONS
from piment.client.display.wanted import Wanted, wanted
from piment.errors import ProtocolError
from piment.protocol import draw
from piment.protocol.common import Point, Rect
from piment.protocol.draw import Drawing, MaskFlags, Pattern, QMask, Ropd
from piment.protocol.image import ImageScaleMode
from tests.canvas.scenes import Scene
from tests.client.display.pieces import NO_MASK, cached

BOX, PUT, NEAREST = Rect(0, 0, 1, 1), Ropd.OP_PUT, ImageScaleMode.NEAREST
SOURCE, FIRST, SECOND, BITS = cached(1), cached(2), cached(3), cached(4)
BRUSH, OTHER = (Pattern(image, Point(0, 0)) for image in (FIRST, SECOND))
MASK = QMask(MaskFlags(0), Point(0, 0), BITS)
AT = (0, BOX, None)
STRING = draw.String(draw.StringFlags.RASTER_A1, [])
PLAIN = draw.LineAttr(draw.LineFlags(0))


@pytest.mark.parametrize(
    ("command", "pictures", "masks"),
    [
        (draw.CopyBits(*AT, Point(0, 0)), [], []),
        (draw.DrawFill(*AT, BRUSH, PUT, MASK), [FIRST], [BITS]),
        (draw.DrawFill(*AT, None, PUT, NO_MASK), [], []),
        (draw.DrawOpaque(*AT, SOURCE, BOX, BRUSH, PUT, NEAREST, MASK), [SOURCE, FIRST], [BITS]),
        (draw.DrawCopy(*AT, SOURCE, BOX, PUT, NEAREST, MASK), [SOURCE], [BITS]),
        (draw.DrawCopy(*AT, None, BOX, PUT, NEAREST, NO_MASK), [], []),
        (draw.DrawBlend(*AT, SOURCE, BOX, PUT, NEAREST, MASK), [SOURCE], [BITS]),
        (draw.DrawBlackness(*AT, MASK), [], [BITS]),
        (draw.DrawWhiteness(*AT, MASK), [], [BITS]),
        (draw.DrawInvers(*AT, MASK), [], [BITS]),
        (draw.DrawRop3(*AT, SOURCE, BOX, BRUSH, 1, NEAREST, MASK), [SOURCE, FIRST], [BITS]),
        (draw.DrawStroke(*AT, draw.Path([]), PLAIN, BRUSH, PUT, PUT), [FIRST], []),
        (draw.DrawText(*AT, STRING, BOX, BRUSH, OTHER, PUT, PUT), [FIRST, SECOND], []),
        (draw.DrawTransparent(*AT, SOURCE, BOX, 0, 0), [SOURCE], []),
        (draw.DrawAlphaBlend(*AT, draw.AlphaFlags(0), 255, SOURCE, BOX), [SOURCE], []),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Drawing) else "",
)
def test_the_images_of_a_command(command: Drawing, pictures: list, masks: list) -> None:
    found = wanted(command)
    assert found == [Wanted(image, is_mask=False) for image in pictures] + [
        Wanted(image, is_mask=True) for image in masks
    ]


class Asked:
    """Notes what a command asks for while it is drawn."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.wanted: set[Wanted] = set()

    def image(self, image, surface):  # type: ignore[no-untyped-def]
        self.wanted.add(Wanted(image, is_mask=False))
        return self.scene.store.image(image, surface)

    def mask(self, image):  # type: ignore[no-untyped-def]
        self.wanted.add(Wanted(image, is_mask=True))
        return self.scene.store.mask(image)


def test_they_are_those_that_drawing_asks_for() -> None:
    kinds = set()
    for seed in range(400):
        scene = Scene(seed)
        command, asked = scene.command(), Asked(scene)
        try:
            OPERATIONS[type(command)](scene.surface, command, asked)
        except ProtocolError:
            continue  # before it had asked for all
        assert asked.wanted == set(wanted(command))
        kinds.add(type(command))
    assert kinds == set(OPERATIONS)
