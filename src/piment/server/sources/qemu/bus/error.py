"""What goes wrong on D-Bus; none of these leaves the package of the source."""

from __future__ import annotations

from piment.errors import PimentError

FAILED = "org.freedesktop.DBus.Error.Failed"
INVALID_ARGS = "org.freedesktop.DBus.Error.InvalidArgs"
UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod"
UNKNOWN_OBJECT = "org.freedesktop.DBus.Error.UnknownObject"


class BusError(PimentError):
    """A connection broke, could not be made, or its other end does not keep to the rules."""


class AddressError(BusError):
    """An address that no bus which we can reach may have."""


class StrangerError(BusError):
    """A bus lets in its own user, and we are another."""


class RefusedError(BusError):
    """The other side answered a call with an error; raised by methods of ours, it is our answer.

    Attributes:
        name: the error's name on D-Bus.
        text: what is wrong, for people.

    """

    def __init__(self, name: str, text: str) -> None:
        super().__init__(f"{text} ({name})")
        self.name = name
        self.text = text
