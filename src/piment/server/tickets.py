"""Who may connect: the password that viewers must know, and until when."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from piment.errors import PimentError
from piment.limits import MOST_PASSWORD_BYTES


class Tickets(Protocol):
    """Decides whether a password opens the door."""

    def refusal(self, password: bytes | None) -> str | None:
        """Return why a viewer with this password may not come in, or None if it may.

        The password is None if its ticket could not be read.
        """
        ...


class NoTickets:
    """Everybody may come in."""

    def refusal(self, password: bytes | None) -> str | None:
        """Return None: every viewer may come in."""
        return None


class PasswordError(PimentError):
    """A password cannot be used; the message says why."""


class PasswordTickets:
    """One password for all viewers, read anew for each, so that it can be changed meanwhile.

    An empty or unreadable password lets nobody in. The comparison takes the same time wherever
    the first difference is.
    """

    def __init__(
        self,
        password: Callable[[], bytes],
        *,
        lifetime_seconds: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._password = password
        self._clock = clock
        self._expires = None if lifetime_seconds is None else clock() + lifetime_seconds

    def refusal(self, password: bytes | None) -> str | None:
        """Return why this is not the password, or comes too late."""
        if self._expires is not None and self._clock() >= self._expires:
            return "the password has expired"
        try:
            right = self._password()
        except (OSError, PasswordError) as error:
            return f"nobody can connect: {error}"
        if password is None:
            return "the ticket cannot be read"
        if not right or not hmac.compare_digest(right, password):
            return "wrong password"
        return None


def password_in(file: Path) -> bytes:
    """Return the first line of `file`.

    Raises:
        PasswordError: the file cannot be read, or the line is empty, longer than the protocol
            allows, or has a zero byte.

    """
    try:
        with file.open("rb") as lines:
            password = lines.readline(MOST_PASSWORD_BYTES + 2).rstrip(b"\r\n")
    except OSError as error:
        raise PasswordError(f"cannot read the password in {file}: {error.strerror}") from None
    if not password:
        raise PasswordError(f"{file} has no password in its first line")
    if len(password) > MOST_PASSWORD_BYTES:
        raise PasswordError(f"the password in {file} is longer than {MOST_PASSWORD_BYTES} bytes")
    if b"\0" in password:
        raise PasswordError(f"the password in {file} has a zero byte, where SPICE would cut it")
    return password
