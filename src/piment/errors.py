"""The few families of errors that users of the library can meet."""

from __future__ import annotations

from piment.wire.error import WireError

__all__ = ["AuthError", "CodecError", "PimentError", "ProtocolError", "WireError"]


class PimentError(Exception):
    """Whatever Piment raises on purpose."""


class ProtocolError(PimentError):
    """A peer sent a well-formed message that has no place here."""


class CodecError(PimentError):
    """A coded image, sound or video frame is broken, or larger than allowed."""


class AuthError(PimentError):
    """A peer could not prove who it is, or we could not to it."""
