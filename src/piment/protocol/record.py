"""The record channel: sound to the guest (wire.md 10.2)."""

from __future__ import annotations

from piment.protocol.channel import Message, record
from piment.protocol.playback import AudioDataMode, AudioFmt, Data, Mode, Mute, Stop, Volume
from piment.wire import u32

__all__ = [
    "AudioDataMode",
    "AudioFmt",
    "Data",
    "Mode",
    "Mute",
    "Start",
    "StartMark",
    "Stop",
    "Volume",
]


@record.from_server(101)
class Start(Message):
    """The guest listens, to sound in this form."""

    channels: u32
    format: AudioFmt
    frequency: u32
    """Hertz."""


@record.from_client(103)
class StartMark(Message):
    """Sound comes; `time` on the multimedia clock, in milliseconds."""

    time: u32
