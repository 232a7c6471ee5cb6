"""What waits to be sent."""

from __future__ import annotations

import os
import socket

import pytest

from piment.server.sources.qemu.bus.outbox import Outbox


@pytest.fixture
def pair() -> tuple[socket.socket, socket.socket]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        yield ours, theirs


def test_messages_leave_in_order(pair: tuple[socket.socket, socket.socket]) -> None:
    outbox = Outbox(pair[0])
    for data in (b"one", b"two"):
        outbox.add(data, [])
    assert outbox.send()
    assert pair[1].recv(100) == b"onetwo"
    assert outbox.send()


def test_what_the_socket_does_not_take_waits(pair: tuple[socket.socket, socket.socket]) -> None:
    data = os.urandom(4 << 20)
    outbox = Outbox(pair[0])
    outbox.add(data, [])
    outbox.add(b"end", [])
    got = b""
    while not outbox.send():
        got += pair[1].recv(1 << 20)
    while len(got) < len(data) + 3:
        got += pair[1].recv(1 << 20)
    assert got == data + b"end"


def test_descriptors_go_with_the_first_byte_and_only_once(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    data = bytes(1 << 20)
    outbox = Outbox(pair[0])
    outbox.add(data, [0])
    handles, count = [], 0
    while count < len(data):
        outbox.send()
        part, came, _, _ = socket.recv_fds(pair[1], 1 << 20, 4)
        assert not came or count == 0
        handles += came
        count += len(part)
    assert len(handles) == 1
    os.close(handles[0])


def test_a_broken_connection_is_told(pair: tuple[socket.socket, socket.socket]) -> None:
    pair[1].close()
    outbox = Outbox(pair[0])
    outbox.add(b"one", [])
    with pytest.raises(BrokenPipeError):
        outbox.send()
