"""Channels, and which messages travel on each in which direction.

    @display.from_server(102)
    class Mark(Message):
        \"\"\"The primary surface may be shown.\"\"\"

A message class may belong to several channels and to both directions; it has one number in each
direction. `CHANNELS` finds a channel by its number or its name.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, TypeVar

from piment.wire import Struct


class Side(enum.Enum):
    """The two ends of a channel."""

    SERVER = "server"
    CLIENT = "client"

    @property
    def peer(self) -> Side:
        """The other end."""
        return Side.CLIENT if self is Side.SERVER else Side.SERVER


class Channel:
    """A channel type of the protocol: its messages by number, and their numbers.

    Messages declared on a channel also belong to its `heirs`.

    Attributes:
        name: lower case, as in the specification.
        number: channel type of link messages (wire.md 1); 0 for a family of channels.
        server: what the server sends, by number.
        client: what the client sends, by number.

    """

    def __init__(self, name: str, number: int, heirs: tuple[Channel, ...] = ()) -> None:
        self.name = name
        self.number = number
        self.server: dict[int, type[Message]] = {}
        self.client: dict[int, type[Message]] = {}
        self._heirs = heirs
        self._server_numbers: dict[type[Message], int] = {}
        self._client_numbers: dict[type[Message], int] = {}

    def __repr__(self) -> str:
        return f"<channel {self.name}>"

    def from_server(self, number: int) -> Callable[[M], M]:
        """Declare a message that the server sends."""
        return self._declaration(Side.SERVER, number)

    def from_client(self, number: int) -> Callable[[M], M]:
        """Declare a message that the client sends."""
        return self._declaration(Side.CLIENT, number)

    def sent_by(self, side: Side) -> Mapping[int, type[Message]]:
        """Return what `side` sends, by number."""
        return self.server if side is Side.SERVER else self.client

    def received_by(self, side: Side) -> Mapping[int, type[Message]]:
        """Return what `side` receives, by number."""
        return self.client if side is Side.SERVER else self.server

    def number_of(self, message: type[Message], side: Side) -> int:
        """Return the number of a message that `side` sends.

        Raises:
            TypeError: the channel has no such message in this direction.

        """
        numbers = self._server_numbers if side is Side.SERVER else self._client_numbers
        try:
            return numbers[message]
        except KeyError:
            why = f"{message.__name__} is no {self.name} message of the {side.value}"
            raise TypeError(why) from None

    def _declaration(self, side: Side, number: int) -> Callable[[M], M]:
        def declare(message: M) -> M:
            if "channel" not in vars(message):
                message.channel = self
            for channel in (self, *self._heirs):
                channel._add(side, number, message)
            return message

        return declare

    def _add(self, side: Side, number: int, message: type[Message]) -> None:
        by_number = self.server if side is Side.SERVER else self.client
        numbers = self._server_numbers if side is Side.SERVER else self._client_numbers
        if number in by_number or message in numbers:
            raise TypeError(f"{self.name}: {message.__name__} or number {number} is taken")
        by_number[number] = message
        numbers[message] = number


class Message(Struct):
    """Base of all messages: what stands behind a data header."""

    channel: ClassVar[Channel]
    """The channel that declares the message; others may share it."""


M = TypeVar("M", bound=type[Message])


class Channels(Mapping[int | str, Channel]):
    """The channels, found by number or by name; iterates over the numbers."""

    def __init__(self, *channels: Channel) -> None:
        self._channels: dict[int | str, Channel] = {}
        for channel in channels:
            self._channels[channel.number] = self._channels[channel.name] = channel
        self._numbers = tuple(channel.number for channel in channels)

    def __getitem__(self, key: int | str) -> Channel:
        return self._channels[key]

    def __iter__(self) -> Iterator[int | str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


webdav = Channel("webdav", 11)
port = Channel("port", 10, heirs=(webdav,))
"""A webdav channel is a port with a fixed use (wire.md 11)."""
usbredir = Channel("usbredir", 9)
smartcard = Channel("smartcard", 8)
tunnel = Channel("tunnel", 7)
"""Obsolete: its number is taken, and nothing travels on it."""
record = Channel("record", 6)
playback = Channel("playback", 5)
cursor = Channel("cursor", 4)
inputs = Channel("inputs", 3)
display = Channel("display", 2)
main = Channel("main", 1)

CHANNELS = Channels(
    main,
    display,
    inputs,
    cursor,
    playback,
    record,
    tunnel,
    smartcard,
    usbredir,
    port,
    webdav,
)

spicevmc = Channel("spicevmc", 0, heirs=(usbredir, port, webdav))
"""What the channels that carry a raw stream of bytes share (wire.md 11)."""

common = Channel(
    "common",
    0,
    heirs=tuple(channel for channel in CHANNELS.values() if channel is not tunnel),
)
"""What every channel shares (wire.md 3.2)."""
