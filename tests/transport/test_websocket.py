"""SPICE in WebSockets: requests and frames of all kinds, and clients that are not ours."""

from __future__ import annotations

import asyncio
import logging
import struct

import pytest
import websockets
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.client import connect
from websockets.datastructures import Headers
from websockets.http11 import Request

from piment.transport import tls
from piment.transport.memory import UNSENT_HIGH, MemoryTransport, pair
from piment.transport.websocket import (
    HTTP_GREETING,
    MOST_FRAME_BYTES,
    MOST_REQUEST_BYTES,
    SUBPROTOCOL,
    WebSocketTransport,
    foreign_origin,
)
from tests.transport.authority import Files
from tests.transport.ends import Listening, listening, read_all

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def request(**changed: str | None) -> bytes:
    """Return the upgrade request of RFC 6455 1.2, with some headers changed or left out."""
    headers: dict[str, str | None] = {
        "Host": "server.example.com",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Protocol": "binary",
    }
    headers |= {name.replace("_", "-"): value for name, value in changed.items()}
    lines = [f"{name}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join(["GET /any/path HTTP/1.1", *lines, "", ""]).encode("latin-1")


def frame(opcode: int, data: bytes = b"", *, fin: bool = True, rsv: int = 0) -> bytes:
    """Return a client's frame, masked with zeros."""
    first = opcode | rsv << 4 | fin << 7
    match len(data):
        case size if size < 126:
            head = struct.pack(">BB", first, 0x80 | size)
        case size if size < 1 << 16:
            head = struct.pack(">BBH", first, 0x80 | 126, size)
        case size:
            head = struct.pack(">BBQ", first, 0x80 | 127, size)
    return head + bytes(4) + data


async def accepted(said: bytes, peer: str = "192.0.2.1:1") -> tuple[str | None, bytes]:
    """Return why a request is refused, if it is, and the answer."""
    carrier, far = pair()
    carrier.peer = peer
    far.write(said)
    near = WebSocketTransport(carrier)
    async with asyncio.timeout(1):
        refusal = await near.accept(await carrier.read())
    await near.close()
    return refusal, await far.read()


async def opened() -> tuple[WebSocketTransport, MemoryTransport]:
    """Return our end of a WebSocket, and its carrier at the peer's."""
    carrier, far = pair()
    near = WebSocketTransport(carrier)
    assert await near.accept(request()) is None
    assert (await far.read()).startswith(b"HTTP/1.1 101 ")
    return near, far


async def everything(near: WebSocketTransport) -> bytes:
    """Read to the end, which must come."""
    data = b""
    async with asyncio.timeout(1):
        while more := await near.read():
            data += more
    return data


# --- upgrade requests ----------------------------------------------------------------------------


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
    near = WebSocketTransport(carrier)
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
    near = WebSocketTransport(carrier)
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
    accepting = asyncio.create_task(WebSocketTransport(carrier).accept(request()[:50]))
    await asyncio.sleep(0)
    await far.close()
    assert await accepting == "the peer left within the request"


async def test_frames_right_behind_the_request_are_read() -> None:
    carrier, far = pair()
    near = WebSocketTransport(carrier)
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
    near = WebSocketTransport(carrier)
    far.write(b"\r\n\r\n")
    await far.close()
    refusal = await near.accept(said)
    assert refusal is None or refusal.isprintable()
    await everything(near)


# --- origins -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("origin", "host", "loopback", "welcome"),
    [
        (None, "anything", True, True),  # no browser
        ("http://localhost:8000", "127.0.0.1:5900", True, True),
        ("http://127.0.0.1", "localhost", True, True),
        ("https://[::1]:8443", "[::1]:5900", True, True),
        ("http://evil.example", "127.0.0.1:5900", True, False),
        ("http://evil.example", "evil.example:5900", True, False),  # a name that points here
        ("http://localhost", "evil.example", True, False),
        ("http://localhost.evil.example", "localhost", True, False),
        ("null", "localhost", True, False),
        ("file://", "localhost", True, False),
        ("http://desk.example:8000", "desk.example:5900", False, True),
        ("http://DESK.example", "desk.EXAMPLE", False, True),
        ("http://evil.example", "desk.example", False, False),
        ("http://localhost", "desk.example", False, False),
        ("null", "", False, False),
        ("", "", False, False),
    ],
)
def test_pages_that_may_use_the_server(
    origin: str | None, host: str, loopback: bool, welcome: bool
) -> None:
    headers = Headers({"Host": host} if origin is None else {"Host": host, "Origin": origin})
    foreign = foreign_origin(Request("/", headers), loopback=loopback)
    assert (foreign is None) == welcome


@pytest.mark.parametrize("peer", ["127.0.0.1:40000", "[::1]:40000"])
async def test_a_page_from_afar_may_not_reach_this_machine(peer: str) -> None:
    """Even when its own name has been made to point here (DNS rebinding)."""
    said = request(Origin="http://server.example.com")
    refusal, answer = await accepted(said, peer)
    assert refusal is not None
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert (await accepted(said, "192.0.2.7:40000"))[0] is None


# --- frames --------------------------------------------------------------------------------------


async def test_boundaries_of_frames_and_messages_have_no_meaning() -> None:
    near, far = await opened()
    far.write(
        frame(BINARY, b"a")
        + frame(TEXT, b"b\xff")  # text is data, of whatever encoding
        + frame(BINARY)
        + frame(BINARY, b"c", fin=False)
        + frame(PING, b"within")
        + frame(0, b"d", fin=False)
        + frame(0, b"e")
        + frame(PONG, b"unasked")
        + frame(TEXT, b"f", fin=False)
        + frame(0)
        + frame(BINARY, b"g" * 70_000)
    )
    assert await read_all(near, 70_007) == b"ab\xffcdef" + b"g" * 70_000
    assert await far.read() == b"\x8a\x06within"


async def test_frames_byte_by_byte() -> None:
    near, far = await opened()
    for byte in frame(BINARY, b"abc") + frame(PING) + frame(TEXT, b"d" * 200):
        far.write(bytes([byte]))
        await asyncio.sleep(0)
    assert await read_all(near, 203) == b"abc" + b"d" * 200


async def test_a_message_may_be_longer_than_a_frame() -> None:
    near, far = await opened()
    far.write(frame(BINARY, b"first", fin=False))
    assert await near.read() == b"first"
    for _ in range(5):
        far.write(frame(0, bytes(MOST_FRAME_BYTES // 2), fin=False))
        assert len(await read_all(near, MOST_FRAME_BYTES // 2)) == MOST_FRAME_BYTES // 2
    far.write(frame(0, b"last"))
    assert await near.read() == b"last"


@pytest.mark.parametrize(
    ("size", "head"),
    [
        (0, b"\x82\x00"),
        (125, b"\x82\x7d"),
        (126, b"\x82\x7e\x00\x7e"),
        (65535, b"\x82\x7e\xff\xff"),
        (65536, b"\x82\x7f" + (65536).to_bytes(8, "big")),
    ],
)
async def test_our_frames_are_binary_and_bare(size: int, head: bytes) -> None:
    """wire.md 2.12: server frames are unmasked, FIN, opcode 2."""
    near, far = await opened()
    near.write(b"x" * size)
    assert near.unsent == len(head) + size
    assert await far.read() == head + b"x" * size


async def test_pings_are_answered_although_nothing_else_comes() -> None:
    near, far = await opened()
    reading = asyncio.create_task(near.read())
    far.write(frame(PING, b"alive?"))
    assert await far.read() == b"\x8a\x06alive?"
    assert not reading.done()
    far.write(frame(BINARY, b"yes"))
    assert await reading == b"yes"


@pytest.mark.parametrize(
    ("said", "answer"), [(b"", b"\x88\x00"), (b"\x03\xe8bye", b"\x88\x05\x03\xe8bye")]
)
async def test_a_close_frame_is_answered_and_ends_the_stream(said: bytes, answer: bytes) -> None:
    near, far = await opened()
    far.write(frame(BINARY, b"last words") + frame(CLOSE, said) + frame(BINARY, b"lost"))
    assert await everything(near) == b"last words"
    near.write(b"lost")
    assert await far.read() == answer


BROKEN = {
    "rsv1": frame(BINARY, b"x", rsv=4),
    "rsv2": frame(BINARY, b"x", rsv=2),
    "rsv3": frame(PING, rsv=1),
    "opcode_3": frame(3, b"x"),
    "opcode_11": frame(11),
    "long_ping": frame(PING, bytes(126)),
    "long_close": frame(CLOSE, bytes(126)),
    "ping_in_parts": frame(PING, fin=False),
    "continuation_of_nothing": frame(0, b"x"),
    "message_within_a_message": frame(BINARY, b"", fin=False) + frame(BINARY),
    "no_mask": b"\x82\x01x",
    "huge": frame(BINARY)[:1] + b"\xff" + (1 << 63).to_bytes(8, "big"),
    "close_code_of_one_byte": frame(CLOSE, b"\x03"),
    "close_code_unknown": frame(CLOSE, b"\x00\x01"),
    "close_reason_no_text": frame(CLOSE, b"\x03\xe8\xff"),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_broken_frames_end_the_stream(name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    near, far = await opened()
    far.write(frame(BINARY, b"before") + BROKEN[name] + frame(BINARY, b"behind"))
    assert await everything(near) == b"before"
    assert (await far.read())[:1] == b"\x88"
    assert not caplog.records


async def test_frames_are_refused_before_they_are_kept() -> None:
    near, far = await opened()
    head = frame(BINARY, bytes(MOST_FRAME_BYTES + 1))[:14]
    far.write(head)
    assert await everything(near) == b""
    assert (await far.read())[2:4] == (1009).to_bytes(2, "big")


async def test_the_largest_frame() -> None:
    near, far = await opened()
    far.write(frame(BINARY, bytes(MOST_FRAME_BYTES)))
    assert len(await read_all(near, MOST_FRAME_BYTES)) == MOST_FRAME_BYTES


async def test_a_peer_that_leaves_within_a_frame() -> None:
    near, far = await opened()
    far.write(frame(BINARY, b"whole") + frame(BINARY, b"half")[:-2])
    await far.close()
    assert await everything(near) == b"whole"
    assert await everything(near) == b""


async def test_a_flood_of_pings_does_not_pile_up_answers() -> None:
    near, far = await opened()
    reading = asyncio.create_task(near.read())
    for _ in range(100):
        far.write(frame(PING, bytes(125)) * 100)
        await asyncio.sleep(0)
    assert near.unsent <= UNSENT_HIGH + 127 * 100
    assert far.unsent > 0  # not read any further
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)


async def test_close_says_goodbye() -> None:
    near, far = await opened()
    near.write(b"last words")
    await near.close()
    assert await far.read() == b"\x82\x0alast words" + b"\x88\x00"
    assert await far.read() == b""


@given(st.binary(max_size=200), st.lists(st.sampled_from(sorted(BROKEN.values())), max_size=2))
async def test_no_bytes_are_a_surprise(junk: bytes, broken: list[bytes]) -> None:
    near, far = await opened()
    far.write(frame(BINARY, b"good") + b"".join(broken) + junk)
    await far.close()
    assert (await everything(near)).startswith(b"good")
    assert await near.read() == b""


# --- clients that are not ours -------------------------------------------------------------------


async def echo(held: Listening) -> None:
    """Serve one connection: say what it says."""
    carrier = await held.near()
    near = WebSocketTransport(carrier)
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
