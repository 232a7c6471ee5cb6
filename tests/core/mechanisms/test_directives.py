from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.core.mechanisms.directives import quoted, read, words
from piment.errors import AuthError


@pytest.mark.parametrize(
    ("data", "directives"),
    [
        (b"", {}),
        (b"a=b", {"a": "b"}),
        (b'nonce="a=,b",qop="auth,auth-conf", maxbuf=8192', None),
        (b"A-b = c , d= \t e\r\n", {"a-b": "c", "d": "e"}),
        (b',,a=1,,b="",', {"a": "1", "b": ""}),
        (rb'a="\"\\x\y"', {"a": r'"\xy'}),
        (b'realm="first",realm="second"', {"realm": "first"}),
        ('a="ü€"'.encode(), {"a": "ü€"}),
    ],
)
def test_lists(data: bytes, directives: dict[str, str] | None) -> None:
    expected = directives
    if directives is None:
        expected = {"nonce": "a=,b", "qop": "auth,auth-conf", "maxbuf": "8192"}
    assert read(data) == expected


@pytest.mark.parametrize("data", [b"a", b"a=b c=d", b'a="b', b'a="b"c', b"=b", b'a=b"', b"a=\\"])
def test_what_is_no_list(data: bytes) -> None:
    with pytest.raises(AuthError, match="no list of directives"):
        read(data)


def test_what_is_no_text() -> None:
    with pytest.raises(AuthError, match="UTF-8"):
        read(b'a="\xff"')


def test_lists_in_values() -> None:
    assert words("auth, auth-int ,auth-conf") == ["auth", "auth-int", "auth-conf"]


@given(st.dictionaries(st.text("abc-", min_size=1), st.text()))
def test_what_is_quoted_can_be_read(directives: dict[str, str]) -> None:
    try:
        data = ",".join(f"{key}={quoted(value)}" for key, value in directives.items()).encode()
    except UnicodeEncodeError:
        return
    assert read(data) == directives
