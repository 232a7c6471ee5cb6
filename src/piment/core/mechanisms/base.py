"""What the SASL dialogue asks of a mechanism."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Protocol

from piment.core.credentials import Credentials
from piment.errors import AuthError


class SecurityLayer(Protocol):
    """What both sides agreed to wrap all bytes in."""

    def wrap(self, data: bytes) -> bytes:
        """Return the bytes to send instead of `data`."""
        ...

    def unwrap(self, data: bytes) -> bytes:
        """Take what came in; return the bytes that are whole so far.

        Raises:
            ProtocolError: they were changed on the way, or are more than was agreed on.

        """
        ...


class Mechanism(ABC):
    """The client's part in one attempt to prove who it is."""

    name: ClassVar[str]
    needs_username: ClassVar[bool] = True
    has_layer: ClassVar[bool] = False
    """Whether it can wrap what follows, so that it may be used without TLS."""

    layer: SecurityLayer | None = None
    """What was agreed on, once it has been."""
    is_done = False
    """Whether nothing is missing from the server: it has proven itself, if it can."""

    def __init__(self, credentials: Credentials, *, is_secure: bool) -> None:
        """Begin an attempt over TLS, or without."""
        self.credentials = credentials
        self.is_secure = is_secure

    @property
    def username(self) -> str:
        """Our name; empty if we have none."""
        return self.credentials.username or ""

    @abstractmethod
    def begin(self) -> bytes | None:
        """Return the first words; None where the server speaks first.

        Raises:
            AuthError: the user name or the password cannot be used with it.

        """

    @abstractmethod
    def answer(self, challenge: bytes) -> bytes | None:
        """Return the answer to what the server says; None if all is said.

        Raises:
            AuthError: the server does not know the password either, or talks nonsense.

        """


def encoded(text: str, encoding: str = "utf-8") -> bytes:
    """Return what has a user name or password in it, as a server asks for it.

    Raises:
        AuthError: the encoding lacks some of the characters.

    """
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        raise AuthError(f"user name or password have characters that {encoding} lacks") from None
