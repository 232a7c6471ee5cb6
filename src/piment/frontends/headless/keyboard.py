"""The keyboard as programs use it: text, chords, keys that are held, locks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from piment.client.channels.inputs import InputsChannel
from piment.client.keyboard.layout import Layout, UntypableError
from piment.client.keyboard.names import parse_chord
from piment.client.session import Session
from piment.client.terms import Locks
from piment.client.until import until
from piment.errors import ConnectError, InputError, Stage
from piment.frontends.headless.pace import Pace
from piment.frontends.headless.ready import ready_inputs

LOCK_SECONDS = 5.0
"""How long a guest may take to switch a lock: servers tell of it 2 s later (wire.md 8.4)."""


class Keyboard:
    """Types on the guest's keyboard, one stroke after the other."""

    def __init__(self, session: Session, layout: Layout, pace: Pace) -> None:
        self._session = session
        self._layout = layout
        self._pace = pace

    async def type(self, text: str, pace_ms: float | None = None, *, secret: bool = False) -> None:
        """Write `text`, with so many milliseconds between strokes if it is not the usual pace.

        Raises:
            InputError: the layout does not have all characters, and nothing was typed; it says
                which unless they are `secret`. Or there is no keyboard.
            ConnectError: the session was lost, before or meanwhile; it says how far it came.

        """
        inputs = await ready_inputs(self._session)
        try:
            strokes = self._layout.strokes(text, inputs.locks)
        except UntypableError as error:
            if secret:
                what = f"the layout {error.layout} cannot type all characters of the secret"
                raise InputError(what) from None
            raise
        for done, stroke in enumerate(strokes):
            await self._pace.turn(pace_ms)
            if not inputs.is_linked:
                what = f"it was lost after {done} of {len(strokes)} strokes"
                raise ConnectError(Stage.SESSION, what, "look what the machine got before more")
            if not stroke.held:
                inputs.tap(stroke.key)
                continue
            for code, is_down in stroke.turns():
                inputs.key(code, is_down)

    async def press(self, chord: str) -> None:
        """Press keys together and release them: `ctrl-alt-f2`.

        Raises:
            InputError: there are no such keys, or no keyboard.
            ConnectError: the session is over.

        """
        async with self.hold(chord):
            pass

    @asynccontextmanager
    async def hold(self, chord: str) -> AsyncIterator[None]:
        """Hold keys while the block runs.

        Raises:
            InputError: there are no such keys, or no keyboard.
            ConnectError: the session is over.

        """
        codes = parse_chord(chord)
        inputs = await ready_inputs(self._session)
        await self._pace.turn()
        for code in codes:
            inputs.key(code, True)
        try:
            yield
        finally:
            _release(inputs, codes)

    async def set_locks(self, locks: Locks) -> None:
        """Switch the guest's locks, and wait until it has done so.

        Raises:
            InputError: the guest does not follow, or there is no keyboard.
            ConnectError: the session is over.

        """
        inputs = await ready_inputs(self._session)
        if inputs.locks == locks:
            return
        inputs.set_locks(locks)
        try:
            async with asyncio.timeout(LOCK_SECONDS):
                await until(self._session, lambda: inputs.locks == locks)
        except TimeoutError:
            raise InputError(
                f"the guest's locks stay {inputs.locks!r}, wanted are {locks!r}: "
                "nothing there switches its keyboard's lights"
            ) from None


def _release(inputs: InputsChannel, codes: list[int]) -> None:
    """Release keys, the last one first; a connection that was lost has released them itself."""
    for code in reversed(codes):
        if code in inputs.keys_down:
            inputs.key(code, False)
