"""What a machine shows, frame by frame."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from piment.frontends.headless.image import Image, Pixels
from piment.frontends.headless.screen import Scope, Screen
from piment.frontends.headless.sight import Sight
from piment.geometry import Rect


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What a monitor, or a region of it, shows after a change.

    `pixels` are uint8 of shape (height, width, 3), R, G, B; they change with the next frame:
    whoever keeps them takes `image()`.
    """

    pixels: Pixels
    changed: Sequence[Rect]
    """Where it differs from the frame before, close around what does."""
    when: float
    """When it was seen, by `time.monotonic`."""

    def image(self) -> Image:
        """Return the picture as one that stays."""
        return Image(self.pixels.copy())


async def frames(screen: Screen, scope: Scope) -> AsyncIterator[Frame]:
    """Yield a frame at once, and another whenever pixels of the scope have changed.

    Whoever is slow to ask for the next one misses states in between, and never falls behind.

    Raises:
        InputError: the server has no display.
        ConnectError: the session is over.

    """
    monitor = await screen.appear(scope.monitor)
    with Sight(screen, monitor, scope) as sight:
        while True:
            changed = await sight.changes()
            shown, pixels = sight.monitor, sight.pixels
            if shown is not None and pixels is not None:
                area = shown.part(scope.region)
                yield Frame(
                    pixels[area.rows, area.columns, 2::-1],
                    [rect.moved(-area.left, -area.top) for rect in changed],
                    time.monotonic(),
                )
