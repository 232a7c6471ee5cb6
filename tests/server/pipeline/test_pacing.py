"""How much is under way over links of every kind, in simulated time."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.server.pipeline.pacing import (
    ACK_WINDOW,
    LEAST_BYTES,
    LEAST_BYTES_FAST,
    LEAST_PIECE_PIXELS,
    LEAST_SECONDS,
    MEMORY_SECONDS,
    MOST_BYTES,
    MOST_MESSAGES,
    MOST_PIECE_PIXELS,
    ROUND_TRIPS,
    Lately,
    Pacing,
)

MBIT = 1e6 / 8


@dataclass
class Link:
    """A network with a rate in bytes a second and a round trip time in seconds."""

    rate: float
    round_trip: float


@dataclass
class Outcome:
    """What a transfer was like."""

    use: float
    """How much of what the link could carry it did carry."""
    most: int
    """The most bytes that were under way, once the start was over."""


Load = Callable[[Pacing], int]
"""Says how large the next message is."""


def pictures(bytes_per_pixel: float) -> Load:
    """Pictures that change all the time."""

    def piece(pacing: Pacing) -> int:
        size = 110 + int(pacing.piece_pixels * bytes_per_pixel)
        pacing.drawn(pacing.piece_pixels, size)
        return size

    return piece


def transfer(pacing: Pacing, link: Link, load: Load, seconds: float) -> Outcome:
    """Send for so long, beginning with two small messages as channels do."""
    now = free = 0.0
    carried = most = arrived = 0
    pacing.window.synced(1)
    events: list[tuple[float, int, int]] = []
    numbers = itertools.count()
    first = [6, 26]
    while now < seconds:
        while pacing.is_open:
            size = first.pop() if first else load(pacing)
            pacing.sent(size, now)
            free = max(now, free) + size / link.rate
            heapq.heappush(events, (free + link.round_trip / 2, next(numbers), size))
        if now > seconds / 10:
            most = max(most, pacing.window.bytes_unconfirmed)
        now, _, size = heapq.heappop(events)
        if size:
            carried += size if now < seconds else 0
            arrived += 1
            if arrived % ACK_WINDOW == 0:
                heapq.heappush(events, (now + link.round_trip / 2, next(numbers), 0))
        else:
            pacing.acked(now)
    return Outcome(carried / (link.rate * seconds), most)


SLOW = Link(1 * MBIT, 0.04)
LINKS = {
    "1 Mbit/s, 40 ms": SLOW,
    "256 kbit/s, 200 ms": Link(0.25 * MBIT, 0.2),
    "10 Mbit/s, 40 ms": Link(10 * MBIT, 0.04),
    "100 Mbit/s, 100 ms": Link(100 * MBIT, 0.1),
    "1 Gbit/s, 0.2 ms": Link(1000 * MBIT, 0.0002),
}
LOADS = {"text": pictures(0.1), "photo": pictures(3.0)}


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
@pytest.mark.parametrize("load", LOADS.values(), ids=LOADS)
def test_the_link_is_kept_busy_and_no_backlog_grows(link, load) -> None:
    seconds = min(90.0, 100e6 / link.rate)
    outcome = transfer(Pacing(), link, load, seconds)
    assert outcome.use > 0.85
    seconds = max(ROUND_TRIPS * link.round_trip, LEAST_SECONDS)
    assert outcome.most < 3 * LEAST_BYTES + 1.5 * link.rate * seconds


def test_a_fast_link_is_not_held_up_by_the_work_at_its_ends() -> None:
    """Its round trip is nothing, but encoding and painting are not."""
    pacing, link = Pacing(), LINKS["1 Gbit/s, 0.2 ms"]
    transfer(pacing, link, pictures(3.0), 0.5)
    assert pacing.budget_bytes > 0.8 * LEAST_SECONDS * link.rate


def test_small_messages_do_not_wait_for_acks() -> None:
    """A screen of small changes is under way at once, also over a long link."""
    assert transfer(Pacing(), Link(10 * MBIT, 0.04), lambda _: 300, 20).use > 0.9
    pacing = Pacing()
    for _ in range(64):
        assert pacing.is_open
        pacing.sent(300, 0.0)


def test_a_link_that_is_known_to_be_fast_starts_fast_and_is_measured_all_the_same() -> None:
    pacing = Pacing()
    pacing.is_fast = True
    assert pacing.budget_bytes == LEAST_BYTES_FAST
    outcome = transfer(pacing, SLOW, pictures(3.0), 200)
    assert outcome.most < 4 * LEAST_BYTES, "it was not fast after all"


def test_who_never_acks_gets_one_budget() -> None:
    for size in (100, 5000, 10**6):
        pacing = Pacing()
        sent = 0
        while pacing.is_open:
            pacing.sent(size, 0.0)
            sent += size
        assert sent <= LEAST_BYTES + ACK_WINDOW * size
        assert pacing.window.messages_unconfirmed <= MOST_MESSAGES


def test_fewer_messages_than_bring_an_ack_never_close_it() -> None:
    pacing = Pacing()
    for _ in range(ACK_WINDOW - 1):
        pacing.sent(10**9, 0.0)
        assert pacing.is_open
    pacing.sent(10**9, 0.0)
    assert not pacing.is_open


def test_acks_before_the_windows_generation_count_for_nothing() -> None:
    pacing = Pacing()
    pacing.sent(100, 0.0)
    pacing.sent(100, 0.0)
    pacing.acked(1.0)
    assert pacing.window.messages_unconfirmed == 2
    pacing.window.synced(pacing.window.generation)
    pacing.acked(1.0)
    assert pacing.window.messages_unconfirmed == 0
    assert pacing.round_trip_seconds == pytest.approx(1.0)


def test_a_link_that_becomes_slow_is_noticed() -> None:
    pacing = Pacing()
    transfer(pacing, Link(100 * MBIT, 0.02), pictures(3.0), 5)
    assert pacing.bytes_per_second > 50 * MBIT
    outcome = transfer(_later(pacing), SLOW, pictures(3.0), 120)
    assert pacing.bytes_per_second < 2 * MBIT
    assert pacing.window.bytes_unconfirmed < 4 * LEAST_BYTES
    assert outcome.use > 0.85


def _later(pacing: Pacing) -> Pacing:
    """Confirm all that is under way, so that a transfer can begin at time 0."""
    while pacing.window.messages_unconfirmed >= ACK_WINDOW:
        pacing.acked(5.0)
    if pacing.window.messages_unconfirmed:
        pacing.sent(1, 5.0)
        pacing.acked(5.0)
    pacing._round_trip_at -= 5.0
    pacing._rates._samples = type(pacing._rates._samples)(
        (at - 5.0, rate) for at, rate in pacing._rates._samples
    )
    return pacing


def test_pieces_fit_the_budget_whatever_pixels_cost() -> None:
    pacing = Pacing()
    assert LEAST_PIECE_PIXELS <= pacing.piece_pixels < LEAST_BYTES
    for _ in range(30):
        pacing.drawn(100_000, 300_000)
    photo = pacing.piece_pixels
    for _ in range(30):
        pacing.drawn(100_000, 100)
    text = pacing.piece_pixels
    assert photo < text <= MOST_PIECE_PIXELS
    assert text * 3 < 2 * LEAST_BYTES, "the next one may be a photo"


def test_small_pieces_say_nothing_of_what_pixels_cost() -> None:
    pacing = Pacing()
    before = pacing.piece_pixels
    pacing.drawn(16, 200)
    assert pacing.piece_pixels == before


@given(st.lists(st.tuples(st.floats(0, 30), st.floats(0, 1e9)), max_size=60))
def test_lately_is_the_largest_of_ten_seconds(samples) -> None:
    lately = Lately()
    assert lately.largest == 0.0
    samples = sorted(samples, key=lambda sample: sample[0])
    for index, (now, value) in enumerate(samples):
        lately.add(now, value)
        recent = [value for at, value in samples[: index + 1] if at >= now - MEMORY_SECONDS]
        assert lately.largest == max(recent)


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("sent"), st.integers(1, 2 * 10**6)),
        st.tuples(st.just("acked"), st.just(0)),
        st.tuples(st.just("later"), st.integers(0, 15_000)),
        st.tuples(st.just("drawn"), st.integers(1, 10**6)),
    ),
    max_size=80,
)


@given(ACTS, st.booleans())
def test_whatever_acks_say_the_bounds_hold(acts, is_fast) -> None:
    """A viewer may confirm what it has not got, at any time."""
    pacing = Pacing()
    pacing.is_fast = is_fast
    pacing.window.synced(1)
    now = 0.0
    for act, number in acts:
        match act:
            case "sent" if pacing.is_open:
                pacing.sent(number, now)
            case "acked":
                pacing.acked(now)
            case "later":
                now += number / 1000
            case "drawn":
                pacing.drawn(50_000, number)
        assert LEAST_BYTES <= pacing.budget_bytes <= MOST_BYTES
        assert LEAST_PIECE_PIXELS <= pacing.piece_pixels <= MOST_PIECE_PIXELS
        assert pacing.window.bytes_unconfirmed <= MOST_BYTES + 2 * 2 * 10**6
        assert pacing.window.messages_unconfirmed <= MOST_MESSAGES
        assert len(pacing._sent) == pacing.window.messages_unconfirmed
