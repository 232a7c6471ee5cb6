"""What a peer says it can do: sets of bits in 32-bit words (wire.md 2.2, 2.5, 2.6)."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping

from piment.protocol import channel

_WORD_BITS = 32


class Capabilities:
    """An immutable set of capability numbers.

    Members of the enumerations below are such numbers; unknown ones are kept.
    """

    __slots__ = ("_mask",)

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        self._mask = 0
        for number in numbers:
            self._mask |= 1 << number

    @classmethod
    def from_words(cls, words: Iterable[int]) -> Capabilities:
        """Return the set whose number n is bit n % 32 of word n // 32."""
        mask = 0
        for index, word in enumerate(words):
            mask |= word << (_WORD_BITS * index)
        return cls._of_mask(mask)

    @classmethod
    def _of_mask(cls, mask: int) -> Capabilities:
        capabilities = cls()
        capabilities._mask = mask
        return capabilities

    @property
    def words(self) -> list[int]:
        """As few 32-bit words as hold the set."""
        count = -(-self._mask.bit_length() // _WORD_BITS)
        full = (1 << _WORD_BITS) - 1
        return [self._mask >> (_WORD_BITS * index) & full for index in range(count)]

    def __contains__(self, number: int) -> bool:
        return bool(self._mask >> number & 1)

    def __iter__(self) -> Iterator[int]:
        return (n for n in range(self._mask.bit_length()) if self._mask >> n & 1)

    def __len__(self) -> int:
        return self._mask.bit_count()

    def __and__(self, other: Capabilities) -> Capabilities:
        return self._of_mask(self._mask & other._mask)

    def __or__(self, other: Capabilities) -> Capabilities:
        return self._of_mask(self._mask | other._mask)

    def __sub__(self, other: Capabilities) -> Capabilities:
        return self._of_mask(self._mask & ~other._mask)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Capabilities) and self._mask == other._mask

    def __hash__(self) -> int:
        return hash(self._mask)

    def __repr__(self) -> str:
        return f"Capabilities({list(self)})"


class CommonCap(enum.IntEnum):
    """Capabilities of the link itself."""

    PROTOCOL_AUTH_SELECTION = 0
    AUTH_SPICE = 1
    AUTH_SASL = 2
    MINI_HEADER = 3


class MainCap(enum.IntEnum):
    """Capabilities on the main channel."""

    SEMI_SEAMLESS_MIGRATE = 0
    NAME_AND_UUID = 1
    AGENT_CONNECTED_TOKENS = 2
    SEAMLESS_MIGRATE = 3


class DisplayCap(enum.IntEnum):
    """Capabilities on display channels."""

    SIZED_STREAM = 0
    MONITORS_CONFIG = 1
    COMPOSITE = 2
    A8_SURFACE = 3
    STREAM_REPORT = 4
    LZ4_COMPRESSION = 5
    PREF_COMPRESSION = 6
    GL_SCANOUT = 7
    MULTI_CODEC = 8
    CODEC_MJPEG = 9
    CODEC_VP8 = 10
    CODEC_H264 = 11
    PREF_VIDEO_CODEC_TYPE = 12
    CODEC_VP9 = 13
    CODEC_H265 = 14
    GL_SCANOUT2 = 15


class InputsCap(enum.IntEnum):
    """Capabilities on the inputs channel."""

    KEY_SCANCODE = 0


class PlaybackCap(enum.IntEnum):
    """Capabilities on the playback channel; OPUS has another number than in `RecordCap`."""

    CELT_0_5_1 = 0
    VOLUME = 1
    LATENCY = 2
    OPUS = 3


class RecordCap(enum.IntEnum):
    """Capabilities on the record channel."""

    CELT_0_5_1 = 0
    VOLUME = 1
    OPUS = 2


class SpiceVmcCap(enum.IntEnum):
    """Capabilities on usbredir, port and webdav channels."""

    DATA_COMPRESS_LZ4 = 0


CAPABILITIES: Mapping[int, type[enum.IntEnum]] = {
    channel.main.number: MainCap,
    channel.display.number: DisplayCap,
    channel.inputs.number: InputsCap,
    channel.playback.number: PlaybackCap,
    channel.record.number: RecordCap,
    channel.usbredir.number: SpiceVmcCap,
    channel.port.number: SpiceVmcCap,
    channel.webdav.number: SpiceVmcCap,
}
"""The capabilities of each channel type that has some, by its number."""
