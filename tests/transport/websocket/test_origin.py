from __future__ import annotations

import pytest
from websockets.datastructures import Headers
from websockets.http11 import Request

from piment.transport.websocket.origin import foreign_origin, is_loopback


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


@pytest.mark.parametrize(
    ("peer", "loopback"),
    [
        ("127.0.0.1:40000", True),
        ("[::1]:40000", True),
        ("192.0.2.1:40000", False),
        ("[2001:db8::1]:1", False),
        ("local peer", False),
    ],
)
def test_peers_on_this_machine(peer: str, loopback: bool) -> None:
    assert is_loopback(peer) == loopback
