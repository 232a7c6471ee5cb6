from __future__ import annotations

import asyncio
import itertools
from pathlib import Path

import pytest

from piment.core.credentials import Credentials
from piment.core.dialogue import Dialogue
from piment.core.events import Linked, LinkRefused, LinkRequest, MessageEvent, Received
from piment.core.handshake import ClientHandshake, Offer, ServerHandshake
from piment.core.ticket import TicketKey
from piment.errors import ProtocolError
from piment.protocol import channel as channels
from piment.protocol import common, inputs, main
from piment.protocol.capabilities import Capabilities
from piment.protocol.channel import Message, Side
from piment.protocol.link import LinkErr
from piment.transport import pump
from piment.transport.memory import UNSENT_HIGH, MemoryTransport, pair
from piment.transport.pump import Conversation
from tests.transport.authority import Files
from tests.transport.ends import KINDS, connected

REQUEST = LinkRequest(0, 1, 0, Capabilities([0, 1, 3]), Capabilities())
KEY = TicketKey()
PASSWORD = "swordfish"


class Policy:
    def offer(self, request: LinkRequest) -> Offer | LinkErr:
        return Offer(request.common, Capabilities())

    def admit(self, _: LinkRequest, password: bytes | None) -> LinkErr:
        return LinkErr.OK if password == PASSWORD.encode() else LinkErr.PERMISSION_DENIED


def conversations(
    channel: channels.Channel = channels.main,
) -> tuple[Conversation, Conversation, MemoryTransport, MemoryTransport]:
    """Return a server's and a client's conversation, and what carries them."""
    near, far = pair()
    server, client = (
        Conversation(end, Dialogue(channel, side, mini_header=True))
        for end, side in ((near, Side.SERVER), (far, Side.CLIENT))
    )
    return server, client, near, far


def packed(*messages: Message, side: Side = Side.SERVER) -> bytes:
    channel = messages[-1].channel
    dialogue = Dialogue(
        channels.main if channel is channels.common else channel, side, mini_header=True
    )
    for message in messages:
        dialogue.send(message)
    return dialogue.take_output()


async def heard(conversation: Conversation) -> list[MessageEvent]:
    return [event async for event in conversation.events()]


# --- link stage ----------------------------------------------------------------------------------


async def test_both_sides_link() -> None:
    near, far = pair()
    server = pump.link(near, ServerHandshake(Policy(), KEY))
    client = pump.link(far, ClientHandshake(REQUEST, Credentials(PASSWORD)))
    ours, theirs = await asyncio.gather(server, client)
    assert isinstance(ours, Linked)
    assert isinstance(theirs, Linked)
    assert ours.request == REQUEST


async def test_bytes_that_were_read_before_count() -> None:
    near, far = pair()
    client = asyncio.create_task(pump.link(far, ClientHandshake(REQUEST, Credentials(PASSWORD))))
    first = await near.read()
    event = await pump.link(near, ServerHandshake(Policy(), KEY), first)
    assert isinstance(event, Linked)
    assert isinstance(await client, Linked)


async def test_a_refusal_has_been_said_when_it_is_known() -> None:
    near, far = pair()
    far.write(b"RFB 003.008\n")
    event = await pump.link(near, ServerHandshake(Policy(), KEY))
    assert isinstance(event, LinkRefused)
    await near.close()
    assert len(await far.read()) == 16 + 178


@pytest.mark.parametrize(
    ("said", "due"),
    [
        (b"", "request magic"),
        (b"RED", "request magic"),
        (b"REDQ\2\0\0", "request header"),
        (b"REDQ\2\0\0\0\2\0\0\0\x12\0\0\0abc", "request"),
    ],
)
async def test_a_peer_that_leaves_in_the_middle(said: bytes, due: str) -> None:
    near, far = pair()
    far.write(said)
    await far.close()
    with pytest.raises(ConnectionError, match=f"the peer left while the {due} was due"):
        await pump.link(near, ServerHandshake(Policy(), KEY))


async def test_a_server_that_leaves_without_a_word_refuses() -> None:
    near, far = pair()
    await far.close()
    event = await pump.link(near, ClientHandshake(REQUEST, Credentials(PASSWORD)))
    assert isinstance(event, LinkRefused)
    assert event.code is None
    assert "without a word, as where it wants TLS" in event.why


async def test_a_server_that_leaves_within_its_reply() -> None:
    near, far = pair()
    far.write(b"REDQ")
    await far.close()
    with pytest.raises(ConnectionError, match="the peer left while the reply header was due"):
        await pump.link(near, ClientHandshake(REQUEST, Credentials(PASSWORD)))


async def test_a_silent_peer_can_be_given_up() -> None:
    near, _ = pair()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await pump.link(near, ServerHandshake(Policy(), KEY))
    assert asyncio.all_tasks() == {asyncio.current_task()}


# --- conversation --------------------------------------------------------------------------------


async def test_what_is_sent_in_one_turn_leaves_together(monkeypatch: pytest.MonkeyPatch) -> None:
    server, _, near, far = conversations()
    written = []
    write = near.write
    monkeypatch.setattr(near, "write", lambda data: (written.append(data), write(data)))
    sizes = [server.send(common.Ping(number, 0)) for number in range(10)]
    assert sizes == [18] * 10
    assert not written
    await asyncio.sleep(0)
    assert [len(data) for data in written] == [180]
    server.send(common.Ping(11, 0))
    await server.drain()
    await asyncio.sleep(0)
    assert [len(data) for data in written] == [180, 18]
    assert await far.read() == b"".join(written)


async def test_under_tls_each_message_leaves_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """spice-gtk leaves a second message of a TLS record unread until the next record."""
    server, _, near, _ = conversations()
    written = []
    monkeypatch.setattr(near, "is_secure", True)
    monkeypatch.setattr(near, "write", written.append)
    for number in range(3):
        server.send(common.Ping(number, 0))
    assert written == [packed(common.Ping(number, 0)) for number in range(3)]


async def test_first_bytes_are_heard_once() -> None:
    near, far = pair()
    first = packed(inputs.KeyDown(1), inputs.KeyDown(2), side=Side.CLIENT)
    dialogue = Dialogue(channels.inputs, Side.SERVER, mini_header=True)
    server = Conversation(near, dialogue, first[:13])
    far.write(first[13:])
    await far.close()
    assert await heard(server) == [Received(inputs.KeyDown(code), code) for code in (1, 2)]
    assert await heard(server) == []


async def test_answers_leave_although_an_event_takes_long() -> None:
    _, client, near, _ = conversations()
    near.write(packed(common.Ping(1, 2), main.MultiMediaTime(3)))
    events = client.events()
    assert await anext(events) == Received(main.MultiMediaTime(3), 2)
    async with asyncio.timeout(1):
        assert await near.read() == packed(common.Pong(1, 2), side=Side.CLIENT)
    await events.aclose()


async def test_a_peer_that_takes_no_answers_is_not_read_any_further() -> None:
    _, client, near, far = conversations()
    ping = packed(common.Ping(1, 2))
    hearing = asyncio.create_task(heard(client))
    for _ in itertools.repeat(None, 200):
        near.write(ping * 1000)
        await asyncio.sleep(0)
    assert far.unsent <= UNSENT_HIGH + len(ping) * 1000
    assert near.unsent > 100 * len(ping) * 1000  # it lies where it came from
    hearing.cancel()
    await asyncio.gather(hearing, return_exceptions=True)


async def test_close_says_what_is_unsent() -> None:
    server, client, *_ = conversations()
    server.send(common.Notify(0, 0, 0, 0, b"goodbye"))
    await server.close()
    (event,) = await heard(client)
    assert isinstance(event, Received)
    assert isinstance(event.message, common.Notify)


async def test_sending_to_a_peer_that_has_left() -> None:
    server, _, _, far = conversations()
    await far.close()
    server.send(common.Ping(1, 2))
    await asyncio.sleep(0)
    with pytest.raises(ConnectionError):
        await server.drain()
    await server.close()


async def test_a_peer_that_breaks_the_protocol() -> None:
    server, _, _, far = conversations()
    far.write(packed(common.Pong(1, 2), side=Side.CLIENT) + b"\xff\xff\0\0\0\0")
    events = server.events()
    assert isinstance(await anext(events), Received)
    with pytest.raises(ProtocolError, match="main has no message 65535"):
        await anext(events)


async def test_a_cancelled_listener_leaves_nothing_behind() -> None:
    server, *_ = conversations()
    hearing = asyncio.create_task(heard(server))
    await asyncio.sleep(0)
    hearing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hearing
    assert asyncio.all_tasks() == {asyncio.current_task()}


@pytest.mark.parametrize("kind", KINDS)
async def test_last_words_are_heard_although_the_peer_has_left(
    kind: str, tmp_path: Path, files: Files
) -> None:
    words = packed(*[inputs.KeyDown(1)] * 1000, side=Side.CLIENT)
    async with connected(kind, tmp_path, files) as (near, far):
        server = Conversation(near, Dialogue(channels.inputs, Side.SERVER, mini_header=True))
        for _ in range(40):
            far.write(words)
        leaving = asyncio.create_task(far.close())
        count = 0
        async for _ in server.events():
            count += 1
            if count % 1000 == 0:
                await asyncio.sleep(0.001)  # slower than the peer leaves
        assert count == 40_000
        await leaving


def test_what_carries_a_conversation_can_be_seen() -> None:
    server, _, near, _ = conversations()
    assert server.transport is near
    near.write(b"abc")
    assert server.unsent == 3
