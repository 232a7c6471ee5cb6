"""QUIC, bit by bit (codecs.md section 1). One walk over the columns serves both directions.

What the stream does with a number is the only difference: a `Reader` returns the one that stands
there, a `Writer` appends the one it is given.
"""

from __future__ import annotations

import struct
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from piment.codecs.image import ImageType

MAGIC = 0x43495551
TYPES = {
    1: ImageType.GRAY,
    2: ImageType.RGB16,
    3: ImageType.RGB24,
    4: ImageType.RGB32,
    5: ImageType.RGBA,
}
LONGEST_CODE = 26
SLOWEST = 6
COLUMNS = 2048
TRIGGERS = (110, 550, 900, 800, 550, 400, 350)
RUN_BITS = (*(0,) * 4, *(1,) * 4, *(2,) * 4, *(3,) * 4, 4, 4, 5, 5, 6, 6, 7, 7, *range(8, 16))
DRAWS = bytes.fromhex(
    """
    02 17 13 15 07 12 28 0e 0c 20 2f 2c 24 06 12 0b 04 13 2a 1d 10 3f 39 33 10 03 05 0e 0f 1e 14 09
    24 2d 03 39 3d 00 08 05 29 0e 2b 1b 2b 3b 1f 23 27 3c 2a 26 0d 36 3e 01 1a 03 0b 3d 34 22 07 30
    04 3b 16 0c 16 08 32 04 0a 06 2c 08 0b 2e 1f 33 35 11 01 2b 2e 3c 24 36 0a 1b 27 2c 16 29 17 02
    2c 00 28 35 28 30 10 2b 20 1c 21 0c 14 02 38 3e 37 3a 12 14 0d 37 26 1d 39 13 31 21 2f 3f 3b 00
    23 3d 13 19 2e 26 3c 04 23 01 1a 28 1c 0a 05 0e 19 12 30 31 14 3b 3e 22 2e 07 21 34 22 3a 09 1d
    08 37 3e 3c 25 24 25 32 06 03 0a 1c 30 18 1a 3d 39 1e 0b 36 02 06 32 2f 07 11 23 35 20 0c 17 11
    05 15 31 37 33 2d 34 1b 27 19 27 3f 16 18 2a 34 38 26 29 29 38 20 0d 18 1a 33 1b 38 3a 25 18 2a
    0f 1c 11 1e 1f 0f 10 17 19 36 21 22 01 1d 1f 32 35 15 31 0f 2f 09 00 3a 25 2d 1e 0d 09 2d 3f 15
    """
)

Pixel = tuple[int, ...]
"""Components in the order in which they are coded."""


class Bits(Protocol):
    """The bits of a stream, read or written."""

    def number(self, count: int, value: int | None) -> int:
        """Pass `count` bits, the highest first."""

    def zeros(self, most: int, value: int | None) -> int:
        """Pass zeros and the one that ends them, or `most` zeros and no one."""


class Reader:
    """Bits that stand in a stream."""

    def __init__(self, words: bytes) -> None:
        numbers = struct.unpack(f"<{len(words) // 4}I", words)
        self.left = "".join(f"{number:032b}" for number in numbers)
        self.at = 0

    def number(self, count: int, value: int | None) -> int:
        """Return the next bits."""
        assert value is None
        self.at += count
        assert self.at <= len(self.left)
        return int(self.left[self.at - count : self.at] or "0", 2)

    def zeros(self, most: int, value: int | None) -> int:
        """Return how many zeros come next."""
        for count in range(most):
            if self.number(1, value):
                return count
        return most

    def finish(self) -> None:
        """Check that one more word follows the last one begun."""
        assert len(self.left) == (self.at + 31) // 32 * 32 + 32


class Writer:
    """Bits that a stream grows by."""

    def __init__(self) -> None:
        self.bits = ""

    def number(self, count: int, value: int | None) -> int:
        """Append `value`."""
        assert value is not None
        if count:
            self.bits += f"{value:0{count}b}"
        return value

    def zeros(self, most: int, value: int | None) -> int:
        """Append `value` zeros."""
        assert value is not None
        self.bits += "0" * value + "1" * (value < most)
        return value

    def finish(self) -> bytes:
        """Return the words."""
        bits = self.bits + "0" * (-len(self.bits) % 32 + 32)
        words = [int(bits[at : at + 32], 2) for at in range(0, len(bits), 32)]
        return struct.pack(f"<{len(words)}I", *words)


class Code:
    """Code `low` of the family of components of `bits` bits (1.2)."""

    def __init__(self, bits: int, low: int) -> None:
        self.low = low
        self.prefix = min(LONGEST_CODE - bits, 2 ** (bits - low) - 1)
        self.escape = self.prefix << low
        self.suffix = (2**bits - self.escape - 1).bit_length()

    def length(self, value: int) -> int:
        """Return how many bits `value` takes."""
        short = value < self.escape
        return (value >> self.low) + 1 + self.low if short else self.prefix + self.suffix

    def transfer(self, stream: Bits, value: int | None) -> int:
        """Pass a value."""
        high = low = rest = None
        if value is not None:
            high = min(value >> self.low, self.prefix)
            low, rest = value & (1 << self.low) - 1, value - self.escape
        high = stream.zeros(self.prefix, high)
        if high == self.prefix:
            return self.escape + stream.number(self.suffix, rest)
        return (high << self.low) + stream.number(self.low, low)


class Model:
    """The model of a channel (1.5)."""

    def __init__(self, bits: int) -> None:
        self.codes = [Code(bits, low) for low in range(bits)]
        self.counters = [[0] * bits for _ in range(bits)]
        self.best = [bits - 1] * bits

    def bucket(self, context: int) -> int:
        """Return the number of the bucket of a context."""
        return min((context + 1).bit_length(), len(self.codes)) - 1

    def code(self, context: int) -> Code:
        """Return the code in use after `context`."""
        return self.codes[self.best[self.bucket(context)]]

    def update(self, context: int, value: int, trigger: int) -> None:
        """Learn that `value` came after `context`."""
        number = self.bucket(context)
        counters = self.counters[number]
        for code in self.codes:
            counters[code.low] += code.length(value)
        smallest = min(counters)
        self.best[number] = max(low for low, counter in enumerate(counters) if counter == smallest)
        if smallest > trigger:
            self.counters[number] = [counter >> 1 for counter in counters]


class Group:
    """A group of channels (1.6, 1.7): its state, and the walk over its rows."""

    def __init__(self, stream: Bits, width: int, channels: int, bits: int) -> None:
        self.stream = stream
        self.width = width
        self.largest = 2**bits - 1
        self.models = [Model(bits) for _ in range(channels)]
        self.coded: list[list[int]] = [[0] * (width + 1) for _ in range(channels)]
        """By channel and column; the last, -1, is the context of column 0."""
        self.wait, self.draws, self.level, self.left, self.run_state = 0, 0, 0, COLUMNS, 0
        self.above: list[Pixel] | None = None
        self.current: list[Pixel] = []
        self.given: list[Pixel] | None = None

    def row(self, given: list[Pixel] | None) -> list[Pixel]:
        """Pass a row; `given` are the pixels when they are known."""
        self.given, self.current = given, []
        for coded in self.coded:
            coded[-1] = coded[0] if self.above is not None else 0
        start = 0
        while start < self.width:
            end = self.width
            if self.level < SLOWEST:
                end = min(end, start + self.left)
                self.left -= end - start
            self.segment(start, end)
            start = end
            if self.left == 0:
                self.level += 1
                self.left = COLUMNS
        self.above = self.current
        return self.current

    def segment(self, i: int, end: int) -> None:
        """Pass the columns from `i` to before `end`."""
        last_run = 0
        if i == 0:
            self.pixel(0)
            if self.wait:
                self.wait -= 1
            else:
                self.wait = self.draw()
                self.update(0)
            i = 1
        stop = i + self.wait
        while i < end:
            if i != last_run and self.run_begins(i):
                self.wait, last_run = stop - i, i
                i += self.run(i, end)
                if i == end:
                    return
                stop = i + self.wait
                continue
            self.pixel(i)
            if i == stop:
                self.update(i)
                stop = i + 1 + self.draw()
            i += 1
        self.wait = stop - end

    def run_begins(self, i: int) -> bool:
        """Return whether column `i` looks like the start of a run."""
        if self.above is None or i <= 2:
            return False
        return self.above[i - 1] == self.above[i] and self.current[i - 1] == self.current[i - 2]

    def run(self, i: int, end: int) -> int:
        """Pass a run that begins at column `i`; return its length."""
        length = None
        if self.given is not None:
            length = 0
            while i + length < end and self.given[i + length] == self.current[i - 1]:
                length += 1
        length = self.run_length(length)
        assert length <= end - i
        self.current += [self.current[i - 1]] * length
        return length

    def run_length(self, given: int | None) -> int:
        """Pass the length of a run (1.8)."""
        length = 0
        while True:
            unit = 1 << RUN_BITS[self.run_state]
            more = None if given is None else int(given - length >= unit)
            if not self.stream.number(1, more):
                break
            length += unit
            self.run_state = min(self.run_state + 1, len(RUN_BITS) - 1)
        rest = None if given is None else given - length
        length += self.stream.number(RUN_BITS[self.run_state], rest)
        self.run_state = max(self.run_state - 1, 0)
        return length

    def pixel(self, i: int) -> None:
        """Pass the pixel of column `i`."""
        pixel = []
        for channel, (model, coded) in enumerate(zip(self.models, self.coded, strict=True)):
            predicted = self.predicted(i, channel)
            residual = None
            if self.given is not None:
                difference = (self.given[i][channel] - predicted) & self.largest
                high = difference > self.largest >> 1
                residual = 2 * (self.largest - difference) + 1 if high else 2 * difference
            code = model.code(coded[i - 1])
            residual = code.transfer(self.stream, residual) & self.largest
            coded[i] = residual
            half = residual >> 1
            difference = self.largest - half if residual & 1 else half
            pixel.append((difference + predicted) & self.largest)
        self.current.append(tuple(pixel))

    def predicted(self, i: int, channel: int) -> int:
        """Return what a component is expected to be (1.4)."""
        left = self.current[i - 1][channel] if i else None
        above = self.above[i][channel] if self.above is not None else None
        match left, above:
            case None, None:
                return 0
            case int(), int():
                return (left + above) >> 1
            case _:
                return (left or 0) + (above or 0)

    def update(self, i: int) -> None:
        """Let the models learn the residuals of column `i`."""
        for model, coded in zip(self.models, self.coded, strict=True):
            model.update(coded[i - 1], coded[i], TRIGGERS[self.level])

    def draw(self) -> int:
        """Return how many columns to wait until the next update."""
        self.draws += 1
        return DRAWS[(self.draws - 1) % 256] & (1 << self.level) - 1


def groups(stream: Bits, kind: ImageType, width: int) -> list[Group]:
    """Return the groups of channels of an image."""
    match kind:
        case ImageType.GRAY:
            return [Group(stream, width, 1, 8)]
        case ImageType.RGB16:
            return [Group(stream, width, 3, 5)]
        case ImageType.RGBA:
            return [Group(stream, width, 3, 8), Group(stream, width, 1, 8)]
        case _:
            return [Group(stream, width, 3, 8)]


def decode(stream: bytes) -> tuple[ImageType, NDArray[np.uint8]]:
    """Return the type and the components as uint8 (height, width, channels), R, G, B, A."""
    magic, version, number, width, height = struct.unpack_from("<5I", stream)
    assert (magic, version) == (MAGIC, 0)
    kind, reader = TYPES[number], Reader(stream[20:])
    parts = groups(reader, kind, width)
    rows = [[group.row(None) for group in parts] for _ in range(height)]
    reader.finish()
    pixels = [[sum(pixel, ()) for pixel in zip(*row, strict=True)] for row in rows]
    return kind, np.array(pixels, np.uint8)


def encode(kind: ImageType, components: NDArray[np.uint8]) -> bytes:
    """Return the stream of an image, given as `decode` returns it."""
    height, width, _ = components.shape
    number = next(number for number, type_ in TYPES.items() if type_ is kind)
    writer = Writer()
    parts = groups(writer, kind, width)
    for row in components.tolist():
        parts[0].row([tuple(pixel[:3]) for pixel in row])
        if kind is ImageType.RGBA:
            parts[1].row([(pixel[3],) for pixel in row])
    return struct.pack("<5I", MAGIC, 0, number, width, height) + writer.finish()
