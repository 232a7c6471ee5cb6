"""HTTP proxies; a real one is in tests/interop/test_connecting.py."""

from __future__ import annotations

import asyncio
import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.transport.address import Address
from piment.transport.memory import pair
from piment.transport.proxy import MOST_ANSWER_BYTES, Proxy, ProxyError, tunnel

DESK = Address("desk.example", 5900)
YES = b"HTTP/1.1 200 Connection established\r\nVia: a\r\n\r\n"


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("http://proxy.example:8080", Proxy(Address("proxy.example", 8080))),
        ("http://proxy.example:8080/", Proxy(Address("proxy.example", 8080))),
        ("proxy.example:8080", Proxy(Address("proxy.example", 8080))),
        ("proxy.example", Proxy(Address("proxy.example", 3128))),
        ("https://proxy.example", Proxy(Address("proxy.example", 3129), tls=True)),
        ("http://[::1]:80", Proxy(Address("::1", 80))),
        ("http://me:s%3Acret@p", Proxy(Address("p", 3128), login="me:s:cret")),
        ("me@p:1", Proxy(Address("p", 1), login="me")),
    ],
)
def test_how_a_proxy_is_named(url: str, proxy: Proxy) -> None:
    assert Proxy.parse(url) == proxy


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("socks5://p:1", "the proxy's scheme is 'socks5': write http://proxy.example:3128"),
        ("http://", "no host with a port"),
        ("", "no host with a port"),
        ("http://p/path", "no host with a port"),
        ("http://p?a", "no host with a port"),
        ("http://p:99999", "[Pp]ort"),
        ("http://p:x", "[Pp]ort"),
        ("http://[::1", "IPv6"),
    ],
)
def test_what_names_no_proxy(url: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Proxy.parse(url)


def test_a_login_is_not_shown() -> None:
    assert "secret" not in repr(Proxy.parse("http://me:secret@proxy"))


async def asked(destination: Address, login: str | None = None) -> bytes:
    """Return what a proxy is asked that then lets us through."""
    near, far = pair()
    far.write(YES)
    await tunnel(near, destination, login)
    return await far.read()


@pytest.mark.parametrize(
    ("destination", "place"),
    [
        (DESK, "desk.example:5900"),
        (Address("::1", 1), "[::1]:1"),
        (Address("127.0.0.1", 1), "127.0.0.1:1"),
        (Address("täst.example", 1), "xn--tst-qla.example:1"),
        (
            Address("pvespiceproxy:5f:100:node::01", 61000),
            "pvespiceproxy:5f:100:node::01:61000",
        ),
    ],
)
async def test_the_request(destination: Address, place: str) -> None:
    expected = f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n"
    assert await asked(destination) == expected.encode()


async def test_the_request_with_a_login() -> None:
    said = await asked(DESK, "me:pässwörd")
    login = base64.b64encode("me:pässwörd".encode()).decode()
    assert f"\r\nProxy-Authorization: Basic {login}\r\n\r\n".encode() in said


async def test_a_name_that_is_none() -> None:
    with pytest.raises(UnicodeError):
        await asked(Address("ü" * 70, 1))


@pytest.mark.parametrize("piece", [1, 7, 1000])
@pytest.mark.parametrize("answer", [YES, b"HTTP/1.0 200\r\n\r\n", b"HTTP/1.1 299 Fine\r\n\r\n"])
async def test_who_lets_us_through(answer: bytes, piece: int) -> None:
    near, far = pair()
    tunnelling = asyncio.create_task(tunnel(near, DESK))
    for at in range(0, len(answer), piece):
        far.write(answer[at : at + piece])
        await asyncio.sleep(0)
    await tunnelling
    far.write(b"from the server")
    assert await near.read() == b"from the server"


REFUSALS = {
    b"": "it left instead of an answer",
    b"HTTP/1.1 200 OK\r\n": "it left instead of an answer",
    b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n": "it wants a user name and password",
    b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno": "it answers 403 Forbidden",
    b"HTTP/1.1 502\r\n\r\n": "it answers 502",
    b"HTTP/1.1 100 Continue\r\n\r\n": "it answers 100 Continue",
    b"REDQ\r\n\r\n": "it does not speak HTTP",
    b"HTTP/2 200 OK\r\n\r\n": "it does not speak HTTP",
    YES + b"RFB 003.008\n": "it says more than it should",
    b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000: f"its answer has over {MOST_ANSWER_BYTES} bytes",
}


@pytest.mark.parametrize("answer", REFUSALS)
async def test_who_does_not(answer: bytes) -> None:
    near, far = pair()
    far.write(answer)
    await far.close()
    with pytest.raises(ProxyError) as caught:
        await tunnel(near, DESK)
    assert str(caught.value) == REFUSALS[answer]


async def test_a_wrong_login_is_told_apart() -> None:
    near, far = pair()
    far.write(b"HTTP/1.1 407 No\r\n\r\n")
    with pytest.raises(ProxyError, match="wants a user name and password, others"):
        await tunnel(near, DESK, "me:wrong")


@given(st.binary(max_size=60))
async def test_no_answer_is_a_surprise(answer: bytes) -> None:
    near, far = pair()
    far.write(answer)
    await far.close()
    with pytest.raises(ProxyError):
        await tunnel(near, DESK)
