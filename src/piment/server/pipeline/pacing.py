"""How much may be under way to one viewer: enough to fill its link, and no backlog.

The link's rate and round trip are measured from the viewer's ACKs; what may be under way is twice
their product, or what the link carries in a moment that nobody sees. A viewer behind a slow link
then sees pictures that are a moment old, not a minute.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from piment.core.flow import SendWindow

ACK_WINDOW = 2
"""Messages for one ACK: few, so that the measurements are fine."""

MOST_MESSAGES = 256
"""Never exceeded, however small they are: what a client works through in some 5 ms."""

LEAST_BYTES = 64 * 1024
"""Always allowed under way: what a link of 1 Mbit/s carries in half a second."""

LEAST_BYTES_FAST = 1024 * 1024
"""The same at first, for a link that is known to be fast: what 100 Mbit/s carry in 80 ms."""

MOST_BYTES = 8 * 1024 * 1024
"""Never exceeded: what a link of 1 Gbit/s carries in 67 ms."""

ROUND_TRIPS = 2
"""Under way at once, in products of rate and round trip: one on its way, one for jitter."""

LEAST_SECONDS = 0.03
"""Always allowed under way, in time: nobody sees it, and where the network is fast it is work that
takes time, to encode and to paint."""

MEMORY_SECONDS = 10.0
"""How long a measured rate or round trip is believed."""

OTHER_LINK = 2
"""A link whose round trip has grown by this factor is another one: its rate is learnt anew."""

GONE_SECONDS = 1.0
"""After which a message that no ACK is due for is taken to have arrived."""

PIECES = 4
"""Pieces of picture that fill the budget: two ACKs, so that one can be missing."""

LEAST_PIECE_PIXELS = 8 * 1024
MOST_PIECE_PIXELS = 256 * 1024
"""Bounds of one piece of picture: below, headers dominate; above, nothing is won."""

START_BYTES_PER_PIXEL = 1.0
"""What a pixel is taken to cost before any was sent: between text (0.1) and a photo (3)."""

LEAST_BYTES_PER_PIXEL = 0.5
"""Plain areas must not make the next piece, which may be a photo, eight times too large."""

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
    fills: bool
    """Whether nothing more was allowed under way behind this message."""
    is_alone: bool
    """Whether nothing was under way, other than what the same ACK confirms."""


class Lately:
    """The largest of the samples of the last `MEMORY_SECONDS`.

    Keeps only samples that are larger than all later ones, so that the oldest kept is the largest.
    """

    def __init__(self) -> None:
        self._samples: deque[tuple[float, float]] = deque()

    @property
    def largest(self) -> float:
        """The largest sample, or 0 before the first."""
        return self._samples[0][1] if self._samples else 0.0

    def add(self, now: float, value: float) -> None:
        """Take the sample of this moment."""
        samples = self._samples
        while samples and samples[-1][1] <= value:
            samples.pop()
        samples.append((now, value))
        while samples[0][0] < now - MEMORY_SECONDS:
            samples.popleft()


class Pacing:
    """One channel's window and what its ACKs tell of the link.

    What is under way itself makes round trips longer. So that this does not feed itself, the
    shortest round trip is believed for a time only, and then measured anew on an emptied link.
    """

    def __init__(self) -> None:
        self.is_fast = False
        """Whether the link has been measured before, and found fast."""
        self.window = SendWindow(ACK_WINDOW)
        self.bytes_per_second = 0.0
        """The best rate seen lately, or 0 before the first measurement."""
        self.round_trip_seconds = 0.0
        """The shortest time from sending to ACK seen lately, or 0 before the first."""
        self._round_trip_at = 0.0
        self._is_probing = False
        self._is_measured = False
        """Whether the link, and not what there was to send, has ever limited the rate."""
        self._bytes_per_pixel = START_BYTES_PER_PIXEL
        self._sent: deque[_Sent] = deque()
        self._delivered = 0
        self._delivered_at = 0.0
        self._rates = Lately()

    @property
    def budget_bytes(self) -> int:
        """How many bytes may be under way."""
        seconds = max(ROUND_TRIPS * self.round_trip_seconds, LEAST_SECONDS)
        least = LEAST_BYTES_FAST if self.is_fast and not self._is_measured else LEAST_BYTES
        return max(least, min(int(self.bytes_per_second * seconds), MOST_BYTES))

    @property
    def piece_pixels(self) -> int:
        """The most pixels that one message should carry, for a few messages under way."""
        if self._is_probing:
            return LEAST_PIECE_PIXELS
        pixels = int(self.budget_bytes / PIECES / self._bytes_per_pixel)
        return max(LEAST_PIECE_PIXELS, min(pixels, MOST_PIECE_PIXELS))

    @property
    def is_open(self) -> bool:
        """Whether one more message may be sent.

        Fewer messages than a window bring no ACK, so they never close it.
        """
        unconfirmed = self.window.messages_unconfirmed
        if unconfirmed < self.window.window:
            return True
        return (
            not self._is_probing
            and unconfirmed < MOST_MESSAGES
            and self.window.bytes_unconfirmed < self.budget_bytes
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
        is_alone = self._is_idle(now)
        self.window.sent(size)
        self._sent.append(
            _Sent(
                size=size,
                at=now,
                delivered=self._delivered,
                delivered_at=self._delivered_at,
                fills=not (self.is_open or self._is_probing),
                is_alone=is_alone,
            )
        )

    def _is_idle(self, now: float) -> bool:
        """Whether the next message meets nothing else under way."""
        if not self._sent:
            return True
        last = self._sent[-1]
        has_gone = last.is_alone or now - last.at > GONE_SECONDS
        return has_gone and len(self._sent) < self.window.window

    def acked(self, now: float) -> None:
        """Take one ACK at `now` (seconds)."""
        confirmed = self.window.acked()
        if not confirmed:
            return
        messages = [self._sent.popleft() for _ in confirmed]
        self._delivered += sum(confirmed)
        self._delivered_at = now
        self._measure_round_trip(messages[-1], now)
        self._measure_rate(messages, now)

    def _measure_round_trip(self, last: _Sent, now: float) -> None:
        seconds = max(now - last.at, _TICK)
        known = self.round_trip_seconds
        is_old = now - self._round_trip_at > MEMORY_SECONDS
        if not known or seconds <= known:
            self._set_round_trip(seconds, now)
        elif last.is_alone and (is_old or self._is_probing):
            self._set_round_trip(seconds, now)
            if seconds > OTHER_LINK * known:
                self._rates = Lately()
                self.bytes_per_second = 0.0
        elif is_old:
            self._is_probing = True

    def _set_round_trip(self, seconds: float, now: float) -> None:
        self.round_trip_seconds = seconds
        self._round_trip_at = now
        self._is_probing = False

    def _measure_rate(self, messages: list[_Sent], now: float) -> None:
        last = messages[-1]
        elapsed = max(now - last.delivered_at, _TICK)
        self._rates.add(now, (self._delivered - last.delivered) / elapsed)
        if any(message.fills for message in messages):
            self._is_measured = True
            self.bytes_per_second = self._rates.largest
        else:  # the link may be faster than there was need for
            self.bytes_per_second = max(self.bytes_per_second, self._rates.largest)
