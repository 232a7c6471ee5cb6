"""A machine's buttons, where our server lets viewers press them (docs/reference/power.md)."""

from __future__ import annotations

from piment.client.channels.port import PortChannel
from piment.client.session import Session
from piment.errors import ConnectError, InputError, Stage

POWER_PORT = "org.piment.power.0"

BUTTONS = ("shutdown", "reset")


class PowerButtons:
    """Presses buttons, and waits until that has had its effect."""

    def __init__(self, port: PortChannel) -> None:
        self._port = port
        self._half = b""
        self._done: set[str] = set()

    @classmethod
    async def of(cls, session: Session) -> PowerButtons:
        """Return the buttons of the machine that a session shows.

        Raises:
            InputError: the server lets nobody press them.

        """
        try:
            port = await session.port(POWER_PORT)
        except ConnectError as error:
            raise InputError(
                f"the server lets nobody press the machine's buttons: serve with --allow-power "
                f"({error})"
            ) from None
        if not await port.opened():
            raise ConnectError(Stage.SESSION, "the server closed the port of power", "try again")
        return cls(port)

    async def press(self, button: str) -> None:
        """Press one of `BUTTONS`; return when the server has done so.

        Raises:
            InputError: there is no such button.
            ConnectError: the session ended before the server said so.

        """
        self._port.write(f"{button}\n".encode())
        while (line := await self._line()) != f"pressed {button}":
            if line.startswith("error "):
                raise InputError(f"{button}: {line.removeprefix('error ')}")
        self._done.discard(button)  # that was before

    async def done(self, button: str) -> None:
        """Wait until the machine was shut down or reset since the button was pressed.

        Raises:
            ConnectError: the session ended before that was known.

        """
        while button not in self._done:
            await self._line()

    async def _line(self) -> str:
        """Return the next line of the server, and take note of what it says to be done."""
        while b"\n" not in self._half:
            data = await self._port.read()
            if not data:
                raise ConnectError(Stage.SESSION, "it ended meanwhile", "connect again")
            self._half += data
        line, _, self._half = self._half.partition(b"\n")
        text = line.decode(errors="replace")
        if text.startswith("done "):
            self._done.add(text.removeprefix("done "))
        return text
