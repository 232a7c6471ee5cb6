"""The playback channel: sound from the guest (wire.md 10.1)."""

from __future__ import annotations

from typing import Annotated

from piment.limits import MOST_SOUND_BYTES
from piment.protocol.channel import Message, playback, record
from piment.wire import Enum16, counted, rest, u8, u16, u32


class AudioDataMode(Enum16):
    """The coding of sound."""

    INVALID = 0
    RAW = 1
    CELT_0_5_1 = 2
    OPUS = 3


class AudioFmt(Enum16):
    """The samples of raw sound."""

    INVALID = 0
    S16 = 1


# --- shared with the record channel --------------------------------------------------------------


@playback.from_server(101)
@record.from_client(101)
class Data(Message):
    """One frame of sound; `time` on the multimedia clock, in milliseconds."""

    time: u32
    data: Annotated[bytes, rest(MOST_SOUND_BYTES)]


@playback.from_server(102)
@record.from_client(102)
class Mode(Message):
    """From here on, DATA is coded like this; comes before START."""

    time: u32
    mode: AudioDataMode
    data: Annotated[bytes, rest(MOST_SOUND_BYTES)] = b""


@playback.from_server(104)
@record.from_server(102)
class Stop(Message):
    """No more sound until the next START."""


@playback.from_server(105)
@record.from_server(103)
class Volume(Message):
    """How loud each channel is, 0 to 65535."""

    volume: Annotated[list[u16], counted(u8)]


@playback.from_server(106)
@record.from_server(104)
class Mute(Message):
    """Whether it is silent altogether."""

    mute: u8


# --- playback only -------------------------------------------------------------------------------


@playback.from_server(103)
class Start(Message):
    """Sound comes, in this form."""

    channels: u32
    format: AudioFmt
    frequency: u32
    """Hertz."""
    time: u32


@playback.from_server(107)
class Latency(Message):
    """Keep at least this much sound in hand; in step with video, for clients with LATENCY."""

    latency_ms: u32
