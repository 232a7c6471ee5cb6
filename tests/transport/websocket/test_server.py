"""The server's end: requests of all kinds, and clients that are not ours."""

from __future__ import annotations

import asyncio
import logging

import pytest
import websockets
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.client import connect

from piment.transport import tls
from piment.transport.memory import pair
from piment.transport.websocket import HTTP_GREETING, SUBPROTOCOL, ServerWebSocket
from piment.transport.websocket.server import MOST_REQUEST_BYTES
from tests.transport.authority import Files
from tests.transport.ends import Listening, listening, read_all
from tests.transport.websocket.words import BINARY, CLOSE, everything, frame, request


async def accepted(said: bytes, peer: str = "192.0.2.1:1") -> tuple[str | None, bytes]:
    """Return why a request is refused, if it is, and the answer."""
    carrier, far = pair()
    carrier.peer = peer
    far.write(said)
    near = ServerWebSocket(carrier)
    async with asyncio.timeout(1):
        refusal = await near.accept(await carrier.read())
    await near.close()
    return refusal, await far.read()


async def test_the_answer_to_an_upgrade_request() -> None:
    assert request().startswith(HTTP_GREETING)
    refusal, answer = await accepted(request())
    assert refusal is None
    head, _, _ = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    assert status == "HTTP/1.1 101 Switching Protocols"
    assert headers.pop("Date")
    assert headers == {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Accept": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",  # RFC 6455 1.3
        "Sec-WebSocket-Protocol": "binary",
    }


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [(None, False), ("binary", True), ("base64, binary", True), ("base64", False)],
)
async def test_subprotocols(offered: str | None, chosen: bool) -> None:
    refusal, answer = await accepted(request(Sec_WebSocket_Protocol=offered))
    assert refusal is None
    assert (b"Sec-WebSocket-Protocol: binary" in answer) == chosen


@pytest.mark.parametrize("piece", [1, 10, 200])
async def test_a_request_in_pieces(piece: int) -> None:
    carrier, far = pair()
    near = ServerWebSocket(carrier)
    said = request()
    accepting = asyncio.create_task(near.accept(said[:piece]))
    for at in range(piece, len(said), piece):
        await asyncio.sleep(0)
        assert not accepting.done()
        far.write(said[at : at + piece])
    assert await accepting is None
    far.write(frame(BINARY, b"REDQ"))
    assert await near.read() == b"REDQ"


@pytest.mark.parametrize(
    ("said", "why", "status"),
    [
        (request(Upgrade=None), "426", 426),
        (request(Upgrade="h2c"), "426", 426),
        (request(Connection="close"), "426", 426),
        (request(Sec_WebSocket_Key=None), "400", 400),
        (request(Sec_WebSocket_Key="short"), "400", 400),
        (request(Sec_WebSocket_Key="\xff" * 24), "400", 400),
        (request(Sec_WebSocket_Version="8"), "400", 400),
        (request(Sec_WebSocket_Version="\xff"), "400", 400),
        (request(Sec_WebSocket_Protocol="\xff"), "400", 400),
        (request(Origin="http://evil.example"), "evil", 403),
        (request(Origin="null"), "null", 403),
        (request(Origin="\xff"), "xff", 403),
        (request(Origin="http://["), "may not use", 403),
        (request(Origin="http://server.example.com", Host=None), "may not use", 403),
        (request(Origin="http://server.example.com", Host="["), "may not use", 403),
        (request(Host="a\r\nOrigin: http://a\r\nOrigin: http://a"), "may not use", 403),
        (request(Origin="http://a", Host="a\r\nHost: a"), "may not use", 403),
        (request(Cookie="x" * 8200), "", None),
        (request(Cookie="x" * 8000, X_A="x" * 8000, X_B="x" * 8000)[:-2], "over 16384", 431),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n", "", None),
        (b"GET /" + b"x" * 9000, "", None),
        (b"GET / HTTP/1.1\r\nno header\r\n\r\n", "valid HTTP request", None),
        (b"GET \r\n\r\n", "valid HTTP request", None),
        (b"GET / HTTP/1.0\r\n\r\n", "", None),
        (b"GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\n", "valid HTTP request", None),
    ],
)
async def test_requests_that_are_refused(
    said: bytes, why: str, status: int | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    refusal, answer = await accepted(said)
    assert refusal is not None
    assert why in refusal
    assert refusal.isprintable()
    assert not answer.startswith(b"HTTP/1.1 101")
    if status is not None:
        assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert not caplog.records


async def test_a_request_that_never_ends() -> None:
    carrier, far = pair()
    near = ServerWebSocket(carrier)
    accepting = asyncio.create_task(near.accept(b"GET / HTTP/1.1\r\n"))
    sent = 0
    while not accepting.done():
        far.write(b"X-%d: y\r\n" % sent)
        sent += 1
        await asyncio.sleep(0)
        assert sent < MOST_REQUEST_BYTES
    refusal = await accepting
    assert refusal is not None


async def test_a_peer_that_leaves_within_the_request() -> None:
    carrier, far = pair()
    accepting = asyncio.create_task(ServerWebSocket(carrier).accept(request()[:50]))
    await asyncio.sleep(0)
    await far.close()
    assert await accepting == "the peer left within the request"


async def test_frames_right_behind_the_request_are_read() -> None:
    carrier, far = pair()
    near = ServerWebSocket(carrier)
    assert await near.accept(request() + frame(BINARY, b"RE") + frame(BINARY, b"DQ")[:-1]) is None
    far.write(b"Q")
    assert await read_all(near, 4) == b"REDQ"


@pytest.mark.parametrize("tail", [frame(BINARY, rsv=1), frame(3), frame(CLOSE, b"\x03\xe8")])
async def test_broken_frames_right_behind_the_request(tail: bytes) -> None:
    refusal, answer = await accepted(request() + tail)
    assert refusal == "the peer did not wait for the answer to its request"
    assert not answer.startswith(b"HTTP/1.1 101")


_token = st.sampled_from(
    [
        "Host",
        "Origin",
        "Upgrade",
        "Connection",
        "Content-Length",
        "X",
        "Sec-WebSocket-Key",
        "Sec-WebSocket-Version",
        "Sec-WebSocket-Protocol",
        "Sec-WebSocket-Extensions",
    ]
)
_value = st.one_of(
    st.sampled_from(["websocket", "Upgrade", "13", "binary", "a;b=c", '"', ",", "http://a:b:c"]),
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=20),
)


@given(st.lists(st.tuples(_token, _value), max_size=6), st.binary(max_size=8))
async def test_no_request_is_a_surprise(lines: list[tuple[str, str]], tail: bytes) -> None:
    text = "".join(f"{name}: {value}\r\n" for name, value in lines)
    said = request()[:-2] + text.encode("latin-1") + b"\r\n" + tail
    carrier, far = pair()
    near = ServerWebSocket(carrier)
    far.write(b"\r\n\r\n")
    await far.close()
    refusal = await near.accept(said)
    assert refusal is None or refusal.isprintable()
    await everything(near)


@pytest.mark.parametrize("peer", ["127.0.0.1:40000", "[::1]:40000"])
async def test_a_page_from_afar_may_not_reach_this_machine(peer: str) -> None:
    """Even when its own name has been made to point here (DNS rebinding)."""
    said = request(Origin="http://server.example.com")
    refusal, answer = await accepted(said, peer)
    assert refusal is not None
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert (await accepted(said, "192.0.2.7:40000"))[0] is None


# --- clients that are not ours -------------------------------------------------------------------


async def echo(held: Listening) -> None:
    """Serve one connection: say what it says."""
    carrier = await held.near()
    near = ServerWebSocket(carrier)
    refusal = await near.accept(await carrier.read())
    while refusal is None and (data := await near.read()):
        near.write(data)
        await near.drain()
    await near.close()


@pytest.mark.parametrize("secure", [False, True])
async def test_a_client_that_is_not_ours(secure: bool, files: Files) -> None:
    context = tls.server_context(files.certificate, files.key) if secure else None
    trust = tls.client_context(files.authority) if secure else None
    async with listening(context) as held:
        serving = asyncio.create_task(echo(held))
        url = f"{'wss' if secure else 'ws'}://127.0.0.1:{held.port}/spice"
        async with connect(url, subprotocols=[SUBPROTOCOL], ssl=trust, proxy=None) as client:
            assert client.subprotocol == SUBPROTOCOL
            large = bytes(range(256)) * 1000
            for sent, data in [
                (b"x", b"x"),
                (large, large),
                ("text", b"text"),
                ([b"in ", b"parts"], b"in parts"),
            ]:
                await client.send(sent)
                answer = b""
                while len(answer) < len(data):
                    answer += await client.recv(decode=False)
                assert answer == data
            await (await client.ping())
        assert client.close_code == 1000
        await serving


async def test_a_browser_on_a_foreign_page_is_told_so() -> None:
    async with listening() as held:
        serving = asyncio.create_task(echo(held))
        url = f"ws://127.0.0.1:{held.port}/"
        with pytest.raises(websockets.InvalidStatus) as caught:
            await connect(url, origin=websockets.Origin("http://evil.example"), proxy=None)
        assert caught.value.response.status_code == 403
        assert b"a page of 'http://evil.example' may not" in caught.value.response.body
        await serving
