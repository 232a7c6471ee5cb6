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
    LATEST_WEIGHT,
    LEAST_BYTES,
    LEAST_BYTES_FAST,
    LEAST_PIECE_PIXELS,
    LEAST_SECONDS,
    MEMORY_SECONDS,
    MOST_BYTES,
    MOST_MESSAGES,
    MOST_PIECE_PIXELS,
    PIECES,
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


def transfer(pacing: Pacing, link: Link, load: Load, seconds: float, begin: float = 0.0) -> Outcome:
    """Send for so long, beginning with two small messages as channels do."""
    now = free = begin
    end = begin + seconds
    carried = most = 0
    pacing.window.synced(1)
    events: list[tuple[float, int, int]] = []
    numbers = itertools.count()
    arrived = pacing.window.messages_unconfirmed  # what an earlier transfer has left
    for _ in range(arrived // ACK_WINDOW):
        heapq.heappush(events, (begin + link.round_trip, next(numbers), 0))
    first = [6, 26]
    while now < end:
        while pacing.is_open:
            size = first.pop() if first else load(pacing)
            pacing.sent(size, now)
            free = max(now, free) + size / link.rate
            heapq.heappush(events, (free + link.round_trip / 2, next(numbers), size))
        if now > begin + seconds / 10:
            most = max(most, pacing.window.bytes_unconfirmed)
        now, _, size = heapq.heappop(events)
        if size:
            carried += size if now < end else 0
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


def exchange(pacing: Pacing, size: int, now: float, round_trip: float) -> None:
    """Send two messages and have them confirmed."""
    pacing.sent(size, now)
    pacing.sent(size, now)
    pacing.acked(now + round_trip)


def test_time_without_anything_to_send_is_not_the_links() -> None:
    pacing = Pacing()
    pacing.window.synced(1)
    exchange(pacing, 500, 0.0, 0.1)
    assert pacing.bytes_per_second == pytest.approx(10_000)
    exchange(pacing, 5000, 60.0, 0.1)
    assert pacing.bytes_per_second == pytest.approx(100_000)


def test_a_rate_is_lowered_only_by_messages_that_filled_the_link() -> None:
    pacing = Pacing()
    pacing.window.synced(1)
    exchange(pacing, LEAST_BYTES, 0.0, 0.1)
    fast = pacing.bytes_per_second
    assert fast == pytest.approx(20 * LEAST_BYTES)
    exchange(pacing, 100, 60.0, 0.1)
    assert pacing.bytes_per_second == fast, "there was nothing more to send"
    exchange(pacing, 10 * LEAST_BYTES, 120.0, 10.0)
    assert pacing.bytes_per_second == pytest.approx(2 * LEAST_BYTES)


def test_the_fast_start_ends_when_the_link_is_measured() -> None:
    pacing = Pacing()
    pacing.is_fast = True
    pacing.window.synced(1)
    exchange(pacing, 100, 0.0, 0.001)
    assert pacing.budget_bytes == LEAST_BYTES_FAST
    exchange(pacing, LEAST_BYTES_FAST, 1.0, 2.0)
    assert pacing.budget_bytes < LEAST_BYTES_FAST


def test_the_round_trip_is_measured_anew_on_an_emptied_link() -> None:
    pacing = Pacing()
    pacing.window.synced(1)
    exchange(pacing, 100, 0.0, 0.05)
    pacing.sent(100, 0.1)
    pacing.sent(100, 0.1)
    now = 0.1
    while now < MEMORY_SECONDS:  # there is always more under way
        now += 0.2
        pacing.sent(100, now)
        pacing.sent(100, now)
        assert pacing.is_open
        pacing.acked(now)
        assert pacing.round_trip_seconds == pytest.approx(0.05)
    now += 0.2
    pacing.acked(now)
    assert pacing.piece_pixels == LEAST_PIECE_PIXELS, "it has been too long"
    pacing.sent(100, now)
    assert pacing.is_open
    pacing.sent(100, now)
    assert not pacing.is_open, "one ACK's worth, and nothing behind it"
    pacing.acked(now + 0.3)
    assert pacing.round_trip_seconds == pytest.approx(0.3)
    assert pacing.piece_pixels > LEAST_PIECE_PIXELS


def test_after_a_rest_the_first_messages_tell_the_round_trip() -> None:
    """A burst then need not stop for that."""
    pacing = Pacing()
    pacing.window.synced(1)
    exchange(pacing, 100, 0.0, 0.05)
    pacing.sent(100, 1.0)  # no ACK is due for this one
    exchange(pacing, 100, 100.0, 0.2)
    assert pacing.round_trip_seconds == pytest.approx(0.2)
    assert pacing.piece_pixels > LEAST_PIECE_PIXELS
    assert pacing.is_open


@pytest.mark.parametrize("slow", [1, 10])
def test_a_link_that_becomes_slow_is_noticed(slow) -> None:
    pacing = Pacing()
    transfer(pacing, Link(100 * MBIT, 0.02), pictures(3.0), 5)
    assert pacing.bytes_per_second > 50 * MBIT
    link = Link(slow * MBIT, 0.04)
    outcome = transfer(pacing, link, pictures(3.0), 60, begin=5.0)
    assert pacing.bytes_per_second < 2 * slow * MBIT
    assert pacing.window.bytes_unconfirmed < 4 * LEAST_BYTES
    assert outcome.use > 0.85
    assert outcome.most < MOST_BYTES / 2, "a backlog of what the link was before"


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


def test_the_latest_piece_counts_a_third() -> None:
    pacing = Pacing()
    pacing.drawn(100_000, 300_000)
    assert pacing.piece_pixels == int(LEAST_BYTES / PIECES / (1.0 + 2.0 * LATEST_WEIGHT))


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
