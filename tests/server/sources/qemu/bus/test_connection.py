"""Calling and being called."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest

from piment.server.sources.qemu.bus.connection import Connection
from piment.server.sources.qemu.bus.error import (
    FAILED,
    UNKNOWN_METHOD,
    BusError,
    RefusedError,
)
from piment.server.sources.qemu.bus.exports import PROPERTIES
from piment.server.sources.qemu.bus.message import Kind, Message
from tests.server.sources.qemu.bus.ends import NAME, PATH, Ends, let_in, signal, thing

BIG = 8 << 20


@pytest.fixture
async def ends() -> AsyncIterator[Ends]:
    ends = await Ends.connected()
    yield ends
    ends.close()


def call(member: str, *body: Any, signature: str = "", interface: str = NAME) -> Message:
    return Message(
        Kind.CALL,
        path=PATH,
        interface=interface,
        member=member,
        signature=signature,
        body=body,
        wants_reply=True,
    )


async def test_a_call_is_answered(ends: Ends) -> None:
    moved: list[tuple[int, int]] = []
    ends.theirs.export(PATH, thing(Move__ii=lambda x, y: moved.append((x, y))))
    assert await ends.ours.call(call("Move", 3, -4, signature="ii")) == ()
    assert moved == [(3, -4)]
    assert ends.ours.unanswered == 0


async def test_properties_are_told(ends: Ends) -> None:
    ends.theirs.export(PATH, thing({"Name": ("s", "it")}))
    asked = call("GetAll", NAME, signature="s", interface=PROPERTIES)
    assert await ends.ours.call(asked, "a{sv}") == ({"Name": ("s", "it")},)
    with pytest.raises(BusError, match=r"GetAll returned \(a\{sv\}\), not \(s\)"):
        await ends.ours.call(asked, "s")


async def test_a_refusal_reaches_the_caller(ends: Ends) -> None:
    def refuse() -> None:
        raise RefusedError(FAILED, "not now")

    ends.theirs.export(PATH, thing(Go__=refuse))
    with pytest.raises(RefusedError, match="not now"):
        await ends.ours.call(call("Go"))
    with pytest.raises(RefusedError) as refused:
        await ends.ours.call(call("Come"))
    assert refused.value.name == UNKNOWN_METHOD


async def test_both_sides_may_call_at_once(ends: Ends) -> None:
    for side in (ends.ours, ends.theirs):
        side.export(PATH, thing(Go__=lambda: None))
    await asyncio.gather(*(side.call(call("Go")) for side in (ends.ours, ends.theirs) * 20))


async def test_a_call_may_cause_calls_before_it_is_answered(ends: Ends) -> None:
    heard = asyncio.Event()
    ends.ours.export(PATH, thing(Hear__=heard.set))
    ends.theirs.export(PATH, thing(Go__=lambda: ends.theirs.post(call("Hear"), lambda _: None)))
    await ends.ours.call(call("Go"))
    assert heard.is_set()


async def test_pictures_come_whole(ends: Ends) -> None:
    pictures: list[bytes] = []
    ends.theirs.export(PATH, thing(Show__uay=lambda _, data: pictures.append(bytes(data))))
    sent = [os.urandom(BIG) for _ in range(3)]
    for number, picture in enumerate(sent):
        ends.ours.post(call("Show", number, picture, signature="uay"), lambda _: None)
    await ends.ours.call(call("Show", 9, b"end", signature="uay"))
    assert pictures == [*sent, b"end"]


async def test_descriptors_arrive_and_are_closed(ends: Ends) -> None:
    written = asyncio.Event()

    def take(handle: int) -> None:
        os.write(handle, b"hello")
        written.set()

    ends.theirs.export(PATH, thing(Take__h=take))
    reading, writing = os.pipe()
    await ends.ours.call(call("Take", writing, signature="h"))
    os.close(writing)
    assert written.is_set()
    assert os.read(reading, 100) == b"hello"
    assert os.read(reading, 100) == b""  # the other copy is closed too
    os.close(reading)


async def test_signals_are_heard_in_order(ends: Ends) -> None:
    heard: list[int] = []
    done = asyncio.Event()

    def hear(signal: Message) -> None:
        heard.append(signal.body[0])
        if signal.body == (9,):
            done.set()

    ends.ours.signalled = hear
    for number in range(10):
        signal(ends.theirs, PATH, NAME, "Ticked", "u", number)
    await done.wait()
    assert heard == list(range(10))


async def test_the_end_of_the_other_side_ends_all(ends: Ends) -> None:
    ends.theirs.export(PATH, thing(Go__=ends.theirs.close))
    with pytest.raises(BusError, match="the connection has ended"):
        await ends.ours.call(call("Go"))
    assert ends.ours.ended.is_set()
    told: list[object] = []
    ends.ours.post(call("Go"), told.append)
    assert [type(answer) for answer in told] == [BusError]


async def test_nonsense_ends_the_connection() -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        connection = Connection(ours)
        theirs.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await connection.ended.wait()
        assert theirs.recv(1) == b""


async def test_no_answer_has_an_end(ends: Ends) -> None:
    stuck = asyncio.create_task(ends.ours.call(call("Go"), timeout_s=0))
    with pytest.raises(BusError, match="no answer to Go in 0 s"):
        await stuck
    assert ends.ours.unanswered == 0


async def test_who_is_not_let_in_has_no_socket_left() -> None:
    ours, theirs = socket.socketpair()
    theirs.close()
    with pytest.raises(BusError):
        await Connection.open(ours)
    assert ours.fileno() == -1


async def test_a_reader_that_ends_itself_reads_no_further(ends: Ends) -> None:
    heard: list[int] = []

    def hear(number: int) -> None:
        heard.append(number)
        ends.theirs.close()

    ends.theirs.export(PATH, thing(Hear__u=hear))
    for number in range(5):
        ends.ours.post(call("Hear", number, signature="u"), lambda _: None)
    await ends.ours.ended.wait()
    assert heard == [0]


async def test_what_is_sent_waits_for_a_slow_reader() -> None:
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    connection, _ = await asyncio.gather(Connection.open(ours), let_in(theirs))
    answered = asyncio.Event()
    connection.post(call("Show", bytes(BIG), signature="ay"), lambda _: answered.set())
    other = Connection(theirs)
    other.export(PATH, thing(Show__ay=lambda _: None))
    await answered.wait()
    connection.close()
    other.close()
