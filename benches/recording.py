"""What a server said in a session: every message of every channel, in order, with its time.

A file begins with a line of JSON that describes the channels; then come the messages, each behind
a header.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

HEADER = struct.Struct("<dBHI")
"""Seconds since the first message, number of the channel, type, bytes of the body."""


@dataclass(frozen=True)
class Channel:
    """A channel of the session, with what the server announced on it."""

    type: int
    id: int
    common_caps: list[int]
    channel_caps: list[int]

    @property
    def key(self) -> tuple[int, int]:
        """What a viewer asks for."""
        return self.type, self.id


@dataclass(frozen=True)
class Message:
    """A message of the server; `channel` counts in `Recording.channels`."""

    time_s: float
    channel: int
    type: int
    body: bytes


@dataclass
class Recording:
    """A session."""

    channels: list[Channel] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    @property
    def bytes(self) -> int:
        """The bytes of all bodies."""
        return sum(len(message.body) for message in self.messages)

    @property
    def seconds(self) -> float:
        """How long the session was."""
        return self.messages[-1].time_s if self.messages else 0.0

    def save(self, path: Path) -> None:
        """Write the session to a file."""
        with path.open("wb") as file:
            file.write(json.dumps([asdict(channel) for channel in self.channels]).encode() + b"\n")
            for each in self.messages:
                file.write(HEADER.pack(each.time_s, each.channel, each.type, len(each.body)))
                file.write(each.body)

    @classmethod
    def load(cls, path: Path) -> Recording:
        """Read a session from a file that `save` wrote."""
        with path.open("rb") as file:
            recording = cls([Channel(**each) for each in json.loads(file.readline())])
            while message := read_message(file):
                recording.messages.append(message)
        return recording


def read_message(file: BinaryIO) -> Message | None:
    """Read the next message, None at the end."""
    header = file.read(HEADER.size)
    if not header:
        return None
    time_s, channel, number, size = HEADER.unpack(header)
    return Message(time_s, channel, number, file.read(size))
