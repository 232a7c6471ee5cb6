"""The few families of errors that users of the library can meet."""

from __future__ import annotations

import enum

from piment.wire.error import WireError

__all__ = ["AuthError", "CodecError", "InputError", "PimentError", "ProtocolError", "WireError"]


class PimentError(Exception):
    """Whatever Piment raises on purpose."""


class ProtocolError(PimentError):
    """A peer sent a well-formed message that has no place here."""


class CodecError(PimentError):
    """A coded image, sound or video frame is broken, or larger than allowed."""


class AuthError(PimentError):
    """A peer could not prove who it is, or we could not to it."""


class InputError(PimentError):
    """What should be pressed, typed or pointed at is not there; nothing of it was sent."""


class Stage(enum.StrEnum):
    """How far a connection had come."""

    TARGET = "target"
    """What to connect to, and how, is settled; nothing was sent yet."""
    CONNECT = "connect"
    PROXY = "proxy"
    TLS = "TLS"
    WEBSOCKET = "WebSocket"
    LINK = "link"
    """The server was asked for a channel."""
    AUTHENTICATION = "authentication"
    SESSION = "session"
    """The main channel is linked; the session's other channels are to be opened."""


class ConnectError(PimentError):
    """A server cannot be reached, or does not give the channel that was asked for.

    The message is `STAGE: what happened: what to do`.

    Attributes:
        stage: how far it had come.
        code: the name of the server's link error (wire.md 2.4), such as `NEED_SECURED`, or None.

    """

    def __init__(self, stage: Stage, what: str, advice: str, code: str | None = None) -> None:
        super().__init__(f"{stage}: {what}: {advice}")
        self.stage = stage
        self.code = code


class DeniedError(ConnectError, AuthError):
    """The server does not let us in: the password or user name is wrong, missing or expired."""
