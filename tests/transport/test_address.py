from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.transport.address import Address


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("127.0.0.1:5900", "127.0.0.1", 5900),
        ("localhost:0", "localhost", 0),
        (":5900", "127.0.0.1", 5900),
        ("[::1]:65535", "::1", 65535),
        ("[fe80::1%eth0]:1", "fe80::1%eth0", 1),
        ("desk.example.org:00080", "desk.example.org", 80),
    ],
)
def test_addresses(text: str, host: str, port: int) -> None:
    assert Address.parse(text) == (host, port)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "has no port: write HOST:PORT"),
        ("localhost", "has no port: write HOST:PORT"),
        ("[::1]", "has no port: write HOST:PORT"),
        ("::1:5900", "write an IPv6 address in brackets"),
        ("localhost:", "the port '' is no number from 0 to 65535"),
        ("localhost:spice", "the port 'spice' is no number"),
        ("localhost:65536", "the port '65536' is no number from 0 to 65535"),
        ("localhost:-1", "the port '-1' is no number"),
        ("localhost:+1", "no number"),
        ("localhost: 1", "no number"),
        ("localhost:1_0", "no number"),
        ("localhost:\u0665", "no number"),
        ("localhost:" + "9" * 5000, "no number"),
    ],
)
def test_what_is_no_address(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Address.parse(text)


@given(
    st.one_of(st.ip_addresses().map(str), st.from_regex(r"[a-z][a-z0-9.-]{0,20}", fullmatch=True)),
    st.integers(0, 65535),
)
def test_an_address_is_written_as_it_is_read(host: str, port: int) -> None:
    assert Address.parse(str(Address(host, port))) == (host, port)


@given(st.text())
def test_any_text_is_an_address_or_a_value_error(text: str) -> None:
    try:
        address = Address.parse(text)
    except ValueError:
        return
    assert address.host
    assert 0 <= address.port <= 65535


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.1", False),
        ("localhost.example.org", False),
    ],
)
def test_loopback(host: str, loopback: bool) -> None:
    assert Address(host, 1).is_loopback is loopback
