from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.core.flow import ReceiveWindow, SendWindow, TokenReturns, Tokens
from piment.errors import ProtocolError


def test_a_send_window_closes_beyond_twice_its_size() -> None:
    """wire.md 3.3: the server stops sending while count > 2 x window."""
    window = SendWindow(3)
    window.synced(window.generation)
    sent = 0
    while window.is_open:
        sent += 1
        window.sent(100)
    assert sent == 7
    assert window.messages_unconfirmed == 7
    assert window.bytes_unconfirmed == 700
    assert window.acked() == [100] * 3
    assert window.is_open
    assert window.bytes_unconfirmed == 400


def test_acks_confirm_the_oldest_messages() -> None:
    window = SendWindow(2)
    window.synced(1)
    for size in (1, 2, 3):
        window.sent(size)
    assert window.acked() == [1, 2]
    assert window.acked() == [3]  # one message early: there is no more than that
    assert window.acked() == []
    assert window.bytes_unconfirmed == window.messages_unconfirmed == 0


def test_acks_of_an_older_generation_do_not_count() -> None:
    window = SendWindow(1)
    window.sent(10)
    assert window.acked() == []  # no ACK_SYNC yet
    window.synced(2)
    assert window.acked() == []
    window.synced(1)
    assert window.acked() == [10]
    window.synced(0)
    window.sent(10)
    assert window.acked() == []


@given(
    size=st.integers(1, 5),
    steps=st.lists(st.one_of(st.integers(0, 1000), st.none()), max_size=60),
)
def test_what_is_confirmed_and_what_is_not_add_up(size: int, steps: list[int | None]) -> None:
    window = SendWindow(size)
    window.synced(1)
    sent, confirmed = [], []
    for step in steps:
        if step is None:
            confirmed += window.acked()
        else:
            sent.append(step)
            window.sent(step)
    assert confirmed == sent[: len(confirmed)]
    assert window.messages_unconfirmed == len(sent) - len(confirmed)
    assert window.bytes_unconfirmed == sum(sent[len(confirmed) :])
    assert window.is_open == (window.messages_unconfirmed <= 2 * size)


@given(st.integers(1, 9), st.integers(0, 100))
def test_both_sides_of_a_window_agree(size: int, count: int) -> None:
    """However many messages are sent, the receiver's ACKs leave fewer than a window open."""
    ours, theirs = SendWindow(size), ReceiveWindow()
    ours.synced(1)
    theirs.set(size)
    for _ in range(count):
        assert ours.is_open
        ours.sent(1)
        if theirs.received():
            assert ours.acked() == [1] * size
    assert ours.messages_unconfirmed == count % size


def test_a_receive_window() -> None:
    window = ReceiveWindow()
    assert not any(window.received() for _ in range(50))
    window.set(3)
    assert [window.received() for _ in range(7)] == [0, 0, 1] * 2 + [0]
    assert [window.received(count) for count in (1, 2, 7)] == [0, 1, 2]
    window.set(2)  # begins anew
    assert [window.received() for _ in range(3)] == [0, 1, 0]
    window.set(0)
    assert not any(window.received() for _ in range(50))


def test_tokens_are_credit() -> None:
    tokens = Tokens(2)
    tokens.spend()
    tokens.spend()
    with pytest.raises(ProtocolError, match="without a token"):
        tokens.spend()
    tokens.add(0xFFFF_FFFF)
    tokens.spend()
    assert tokens.credit == 0xFFFF_FFFE
    with pytest.raises(ProtocolError):
        Tokens().spend()


def test_tokens_go_back_in_batches() -> None:
    """wire.md 13.2: the server returns credit in batches of 5."""
    returns = TokenReturns(5)
    assert [returns.consumed() for _ in range(11)] == [0, 0, 0, 0, 5, 0, 0, 0, 0, 5, 0]


@given(st.integers(0, 300))
def test_credit_is_never_lost(pieces: int) -> None:
    sender, receiver = Tokens(10), TokenReturns(5)
    for _ in range(pieces):
        sender.spend()
        sender.add(receiver.consumed())
    assert sender.credit == 10 - pieces % 5
