"""The web client's link stage against Python's own, on both sides of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piment.core.credentials import Credentials
from piment.core.events import Linked, LinkEvent, LinkRefused, LinkRequest
from piment.core.handshake import ClientHandshake, Offer, ServerHandshake
from piment.core.ticket import TICKET_BYTES, TicketKey
from piment.protocol.capabilities import Capabilities, CommonCap, DisplayCap
from piment.protocol.channel import Side
from piment.protocol.link import LinkErr
from tests.conversations import FOLDER, recorded, said
from tests.web.node import Node
from tests.wire.strategies import damaged

PASSWORD = "geheim ü"
DISPLAY = 2
SENT = Capabilities([DisplayCap.SIZED_STREAM, DisplayCap.CODEC_VP9])
COMMON = Capabilities(
    [CommonCap.PROTOCOL_AUTH_SELECTION, CommonCap.AUTH_SPICE, CommonCap.MINI_HEADER]
)
REQUEST = {"connectionId": 0x11223344, "type": DISPLAY, "id": 3, "capabilities": list(SENT)}
TICKET = bytes(TICKET_BYTES)

ASKED = LinkRequest(0x11223344, DISPLAY, 3, COMMON, SENT)
RECORDED = [f"spice_server/{path.stem}" for path in sorted(FOLDER.glob("spice_server/*.txt"))]

few = settings(max_examples=settings().max_examples // 5, deadline=None)


@cache
def key() -> TicketKey:
    return TicketKey()


class Policy:
    """Admits those who know the password, if the channel is to be had."""

    def __init__(self, common: Capabilities, offered: LinkErr, admitted: LinkErr) -> None:
        self.common, self.offered, self.admitted = common, offered, admitted
        self.request: LinkRequest | None = None
        self.password: bytes | None = None

    def offer(self, request: LinkRequest) -> Offer | LinkErr:
        self.request = request
        is_fine = self.offered is LinkErr.OK
        return (
            Offer(self.common, Capabilities([DisplayCap.MONITORS_CONFIG, 40]))
            if is_fine
            else self.offered
        )

    def admit(self, request: LinkRequest, password: bytes | None) -> LinkErr:
        self.password = password
        return self.admitted


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with Node("dialogues.js") as node:
        yield node


def run(node: Node, chunks: list[bytes], ticket: bytes = TICKET) -> dict[str, Any]:
    """Return what the web client makes of these bytes."""
    hexed = [chunk.hex() for chunk in chunks]
    (answer,) = node.ask(
        [{"run": "handshake", "request": REQUEST, "chunks": hexed, "ticket": ticket.hex()}]
    )
    return answer


def check_same(events: list[dict[str, Any]], wanted: LinkEvent | None) -> None:
    """Check that the last event says what Python's does."""
    last = events[-1] if events else None
    match wanted:
        case LinkRefused(code, why):
            # Ours looks at the key when it seals, not before.
            assert "key" in why or (last is not None and last["code"] == code)
        case Linked(_, mini_header, capabilities):
            assert last == {"isMini": mini_header, "capabilities": capabilities.words}
        case None:
            assert last is None or "key" in last


@pytest.mark.parametrize(
    "common", [COMMON, COMMON - Capabilities([CommonCap.MINI_HEADER]), Capabilities()]
)
@pytest.mark.parametrize("is_secure", [True, False])
def test_a_link_with_our_server(node, common, is_secure) -> None:
    policy = Policy(common, LinkErr.OK, LinkErr.OK)
    server = ServerHandshake(policy, key())
    assert server.receive(bytes.fromhex(run(node, [])["request"])) is None
    assert policy.request == ASKED
    reply = server.take_output()
    offered = run(node, [reply])["events"][0]["key"]
    (sealed,) = node.ask(
        [{"run": "sealing", "key": offered, "password": PASSWORD, "isSecure": is_secure}]
    )
    answer = run(node, [reply], bytes.fromhex(sealed["ticket"]))
    event = server.receive(bytes.fromhex(answer["answer"]))
    assert isinstance(event, Linked)
    assert policy.password == PASSWORD.encode()
    linked = run(node, [reply, server.take_output() + b"rest"])
    assert linked["events"][1] == {"isMini": event.mini_header, "capabilities": [2, 256]}
    assert linked["rest"] == b"rest".hex()


@pytest.mark.parametrize("code", list(LinkErr)[1:])
def test_refusals_have_their_code(node, code) -> None:
    in_reply, in_result = Policy(COMMON, code, LinkErr.OK), Policy(COMMON, LinkErr.OK, code)
    for policy in (in_reply, in_result):
        server = ServerHandshake(policy, key())
        server.receive(bytes.fromhex(run(node, [])["request"]))
        chunks = [server.take_output()]
        if policy is in_result:
            server.receive(bytes.fromhex(run(node, chunks)["answer"]))
            chunks.append(server.take_output())
        last = run(node, chunks)["events"][-1]
        assert last["code"] == code
        assert code.name in last["why"]


@pytest.mark.parametrize("name", RECORDED)
def test_recorded_servers_mean_the_same_as_in_python_whatever_the_chunks(node, name) -> None:
    sent = said(recorded(name), Side.SERVER)
    whole = run(node, [sent])
    bytewise = run(node, [sent[at : at + 1] for at in range(len(sent))])
    assert {**bytewise, "left": None} == {**whole, "left": None}
    check_same(whole["events"], ClientHandshake(ASKED, Credentials("")).receive(sent))


def test_a_server_that_leaves(node) -> None:
    assert "without a word" in run(node, [])["left"]
    assert "instead of sending the reply" in run(node, [b"REDQ" + bytes(5)])["left"]


@pytest.mark.parametrize(
    ("password", "why"),
    [("x" * 61, "the password has 61 bytes, SPICE allows 60")],
)
@pytest.mark.parametrize("is_secure", [True, False])
def test_passwords_that_are_too_long(node, password, why, is_secure) -> None:
    asked = {"key": key().public_bytes.hex(), "password": password, "isSecure": is_secure}
    (answer,) = node.ask([{"run": "sealing", **asked}])
    assert why in answer["refused"]


@pytest.mark.parametrize("is_secure", [True, False])
def test_keys_that_are_none(node, is_secure) -> None:
    asked = {"key": bytes(162).hex(), "password": "", "isSecure": is_secure}
    (answer,) = node.ask([{"run": "sealing", **asked}])
    assert answer["refused"].startswith("link: the server's key cannot be used")


@given(data=st.data())
@few
def test_broken_replies_mean_the_same_as_in_python(node, data) -> None:
    server = ServerHandshake(Policy(COMMON, LinkErr.OK, LinkErr.OK), key())
    server.receive(bytes.fromhex(run(node, [])["request"]))
    reply = server.take_output() + int(data.draw(st.sampled_from(LinkErr))).to_bytes(4, "little")
    broken = data.draw(damaged(reply))
    check_same(
        run(node, [broken])["events"], ClientHandshake(ASKED, Credentials("")).receive(broken)
    )
