"""Which pages may speak with the server."""

from __future__ import annotations

import pytest

from piment.web.origin import foreign_page, parse_origin


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://desk.example", ("https", "desk.example", 443)),
        ("http://DESK.example:8080", ("http", "desk.example", 8080)),
        ("http://[::1]:80", ("http", "::1", 80)),
    ],
)
def test_origins(text: str, origin: tuple[str, str, int]) -> None:
    assert parse_origin(text) == origin


@pytest.mark.parametrize(
    "text",
    ["", "null", "*", "desk.example", "ftp://a", "http://", "http://a/", "http://a/b", "http://[",
     "http://a:b", "http://a:99999", "http://u@a", "http://a?b", "http://a#b"],
)  # fmt: skip
def test_what_is_no_origin(text: str) -> None:
    with pytest.raises(ValueError, match="no origin of a page"):
        parse_origin(text)


ALLOWED = frozenset({("https", "console.example", 443)})


@pytest.mark.parametrize(
    ("origins", "hosts", "secure", "loopback", "welcome"),
    [
        ([], ["anything"], False, True, True),  # no browser
        (["http://127.0.0.1:8080"], ["127.0.0.1:8080"], False, True, True),
        (["http://localhost:8080"], ["localhost:8080"], False, True, True),
        (["http://[::1]:8080"], ["[::1]:8080"], False, True, True),
        (["https://localhost"], ["localhost"], True, True, True),
        (["http://desk.example:8080"], ["desk.example:8080"], False, False, True),
        (["http://DESK.example"], ["desk.EXAMPLE:80"], False, False, True),
        (["https://console.example"], ["127.0.0.1:8080"], False, True, True),  # allowed
        (["http://127.0.0.1:3000"], ["127.0.0.1:8080"], False, True, False),  # another program's
        (["http://localhost:8080"], ["127.0.0.1:8080"], False, True, False),
        (["https://127.0.0.1:8080"], ["127.0.0.1:8080"], False, True, False),
        (["http://evil.example"], ["127.0.0.1:8080"], False, True, False),
        (["http://evil.example:8080"], ["evil.example:8080"], False, True, False),  # points here
        (["http://console.example"], ["127.0.0.1:8080"], False, True, False),
        (["http://evil.example"], ["desk.example"], False, False, False),
        (["null"], ["localhost"], False, True, False),
        (["null"], ["null"], False, False, False),
        ([""], [""], False, False, False),
        (["http://a", "http://a"], ["a"], False, False, False),
        (["http://a"], ["a", "a"], False, False, False),
        (["http://a"], [], False, False, False),
        (["http://["], ["["], False, False, False),
        (["http://a/b"], ["a/b"], False, False, False),
    ],
)
def test_pages_that_may_use_the_server(
    origins: list[str], hosts: list[str], secure: bool, loopback: bool, welcome: bool
) -> None:
    foreign = foreign_page(origins, hosts, ALLOWED, secure=secure, loopback=loopback)
    assert (foreign is None) == welcome
    assert foreign is None or foreign.isascii()
