"""How long it takes from a key to pixels."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from piment.frontends.headless.screen import Scope, Screen
from piment.frontends.headless.sight import Sight

if TYPE_CHECKING:
    from piment.frontends.headless.keyboard import Keyboard


async def key_to_pixels(screen: Screen, keyboard: Keyboard, chord: str, scope: Scope) -> float:
    """Press keys and return the milliseconds until a pixel of the scope has changed.

    Raises:
        InputError: there are no such keys, no keyboard or no display.
        ConnectError: the session is over.

    """
    monitor = await screen.appear(scope.monitor)
    with Sight(screen, monitor, scope) as sight:
        sight.look()
        async with keyboard.hold(chord):
            began = time.monotonic()
        await sight.changes()
    return 1000 * (time.monotonic() - began)
