"""How much may be under way to one viewer: enough to fill its link, and no backlog.

The link's rate and round trip are measured from the viewer's ACKs; what may be under way is twice
their product. A viewer behind a slow link then sees pictures that are a moment old, not a minute.
"""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from piment.core.flow import SendWindow

ACK_WINDOW = 2
"""Messages for one ACK: few, so that the measurements are fine."""

LEAST_BYTES = 64 * 1024
"""Always allowed under way: what a link of 1 Mbit/s carries in half a second."""

LEAST_BYTES_FAST = 1024 * 1024
"""The same for a link that is known to be fast: what 100 Mbit/s carry in 80 ms."""

MOST_BYTES = 8 * 1024 * 1024
"""Never exceeded: what a link of 1 Gbit/s carries in 67 ms."""

ROUND_TRIPS = 2
"""Under way at once, in products of rate and round trip: one on its way, one for jitter."""

MEMORY_SECONDS = 10.0
"""How long a measured rate or round trip is believed."""

LEAST_PIECE_PIXELS = 8 * 1024
MOST_PIECE_PIXELS = 256 * 1024
"""Bounds of one piece of picture: below, headers dominate; above, nothing is won."""

START_BYTES_PER_PIXEL = 1.0
"""What a pixel is taken to cost before any was sent: between text (0.1) and a photo (3)."""

LEAST_BYTES_PER_PIXEL = 0.05
"""Plain areas must not make the next piece, which may be a photo, ever larger."""

LATEST_WEIGHT = 0.3
"""How much the latest piece counts in what a pixel is taken to cost."""

_TICK = 1e-6
"""Seconds; no measurement is finer than the clock."""


@dataclass(frozen=True, slots=True)
class _Sent:
    size: int
    at: float
    delivered: int
    """Bytes confirmed in all when this message was sent."""
    delivered_at: float


class Lately:
    """The best of the samples of the last `MEMORY_SECONDS`.

    Keeps only samples that are better than all later ones, so that the oldest kept is the best.
    """

    def __init__(self, is_better: Callable[[float, float], bool]) -> None:
        self._is_better = is_better
        self._samples: deque[tuple[float, float]] = deque()

    @property
    def best(self) -> float:
        """The best sample, or 0 before the first."""
        return self._samples[0][1] if self._samples else 0.0

    def add(self, now: float, value: float) -> None:
        """Take the sample of this moment."""
        samples = self._samples
        while samples and not self._is_better(samples[-1][1], value):
            samples.pop()
        samples.append((now, value))
        while samples[0][0] < now - MEMORY_SECONDS:
            samples.popleft()


class Pacing:
    """One channel's window and what its ACKs tell of the link."""

    def __init__(self) -> None:
        self.is_fast = False
        """Whether the link has been measured before, and found fast."""
        self._bytes_per_pixel = START_BYTES_PER_PIXEL
        self.window = SendWindow(ACK_WINDOW)
        self._sent: deque[_Sent] = deque()
        self._delivered = 0
        self._delivered_at = 0.0
        self._rates = Lately(operator.gt)
        self._round_trips = Lately(operator.lt)

    @property
    def bytes_per_second(self) -> float:
        """The best rate seen lately, or 0 before the first measurement."""
        return self._rates.best

    @property
    def round_trip_seconds(self) -> float:
        """The shortest time from sending to ACK seen lately, or 0 before the first."""
        return self._round_trips.best

    @property
    def budget_bytes(self) -> int:
        """How many bytes may be under way."""
        product = self.bytes_per_second * self.round_trip_seconds
        least = LEAST_BYTES_FAST if self.is_fast else LEAST_BYTES
        return max(least, min(int(ROUND_TRIPS * product), MOST_BYTES))

    @property
    def piece_pixels(self) -> int:
        """The most pixels that one message should carry, to fill half the budget."""
        pixels = int(self.budget_bytes / 2 / self._bytes_per_pixel)
        return max(LEAST_PIECE_PIXELS, min(pixels, MOST_PIECE_PIXELS))

    @property
    def is_open(self) -> bool:
        """Whether one more message may be sent.

        Fewer messages than a window bring no ACK, so they never close it.
        """
        return self.window.is_open and (
            self.window.messages_unconfirmed < self.window.window
            or self.window.bytes_unconfirmed < self.budget_bytes
        )

    def drawn(self, pixels: int, size: int) -> None:
        """Learn that `pixels` have become a message of `size` bytes."""
        if pixels >= LEAST_PIECE_PIXELS:  # small pieces are mostly headers
            latest = max(size / pixels, LEAST_BYTES_PER_PIXEL)
            self._bytes_per_pixel += (latest - self._bytes_per_pixel) * LATEST_WEIGHT

    def sent(self, size: int, now: float) -> None:
        """Count a message of `size` bytes, sent at `now` (seconds)."""
        if not self._sent:
            self._delivered_at = now  # the link was idle: measure from here
        self.window.sent(size)
        self._sent.append(_Sent(size, now, self._delivered, self._delivered_at))

    def acked(self, now: float) -> None:
        """Take one ACK at `now` (seconds)."""
        confirmed = self.window.acked()
        if not confirmed:
            return
        for _ in confirmed:
            last = self._sent.popleft()
        self._delivered += sum(confirmed)
        self._delivered_at = now
        self._round_trips.add(now, max(now - last.at, _TICK))
        elapsed = max(now - last.delivered_at, _TICK)
        self._rates.add(now, (self._delivered - last.delivered) / elapsed)
