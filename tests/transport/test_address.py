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


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "0:0::"])
def test_everywhere(host: str) -> None:
    assert Address(host, 1).is_everywhere


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "desk", "10.0.0.0"])
def test_somewhere(host: str) -> None:
    assert not Address(host, 1).is_everywhere


@pytest.mark.parametrize(
    ("address", "text", "is_numeric"),
    [
        (Address("127.0.0.1", 1), "127.0.0.1:1", True),
        (Address("::1", 1), "[::1]:1", True),
        (Address("fe80::1%eth0", 1), "[fe80::1%eth0]:1", True),
        (Address("desk", 1), "desk:1", False),
        (Address("pvespiceproxy:5f:100:node::01", 1), "pvespiceproxy:5f:100:node::01:1", False),
    ],
)
def test_only_numbers_are_in_brackets(address: Address, text: str, is_numeric: bool) -> None:
    assert str(address) == text
    assert address.is_numeric is is_numeric


def test_names_of_all_alphabets() -> None:
    assert Address("täst.example", 1).ascii == ("xn--tst-qla.example", 1)
    assert Address("A:b", 1).ascii == ("A:b", 1)
    with pytest.raises(UnicodeError):
        _ = Address("ü" * 70, 1).ascii
