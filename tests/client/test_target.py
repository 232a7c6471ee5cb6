from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from piment.client.target import Target, TargetError
from piment.protocol import channel as channels

HOST = {"host": "a", "port": 1}
PLAIN = Target(host="desk", port=5900)


@pytest.mark.parametrize(
    ("target", "text"),
    [
        (PLAIN, "spice://desk:5900"),
        (Target(host="desk", tls_port=5901), "spice+tls://desk:5901"),
        (Target(host="desk", port=1, tls_port=2), "spice://desk:1?tls-port=2"),
        (Target(host="fe80::1%eth0", port=1), "spice://[fe80::1%eth0]:1"),
        (Target(host="proxy:token:5", tls_port=1), "spice+tls://proxy:token:5:1"),
        (Target(unix_path=Path("/run/a b")), "spice+unix:///run/a%20b"),
        (Target(host="h", port=80, websocket_path="/a?secret=1"), "ws://h:80/a"),
        (Target(host="h", tls_port=443, websocket_path="/"), "wss://h:443/"),
    ],
)
def test_how_people_read_it(target: Target, text: str) -> None:
    assert str(target) == text


def test_secrets_are_not_shown() -> None:
    target = replace(
        PLAIN,
        password="swordfish",
        proxy="http://me:hush@proxy",
        ca="PEM",
        username="u",
        websocket_path="/",
        http_login="me:quiet",
    )
    for shown in (repr(target), str(target)):
        assert not {"swordfish", "hush", "PEM"} & set(shown.replace("'", " ").split())
        assert "swordfish" not in shown
        assert "hush" not in shown
        assert "quiet" not in shown


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "a target is a host or a UNIX socket"),
        ({"host": "a", "port": 1, "unix_path": Path("/a")}, "and not both"),
        ({"host": "a"}, "a host has a port, a TLS port or both"),
        ({"unix_path": Path("/a"), "port": 1}, "a UNIX socket has none"),
        ({"unix_path": Path("/a"), "tls_port": 1}, "a UNIX socket has none"),
        ({"unix_path": Path("/a"), "proxy": "http://p"}, "leads to hosts only"),
        ({"host": "a", "port": 1, "http_login": "a:b"}, "for WebSocket only"),
        ({"host": "a", "port": 1, "websocket_path": "/", "http_login": "a"}, "is USER:PASSWORD"),
        ({"host": "a", "port": 0}, "port 0 is no number from 1 to 65535"),
        ({"host": "a", "tls_port": 65536}, "port 65536 is no number"),
        ({"host": "", "port": 1}, "'' is no host"),
        ({"host": "a b", "port": 1}, "'a b' is no host"),
        ({"host": "a\r\nb", "port": 1}, "is no host"),
        ({"host": "a\0", "port": 1}, "is no host"),
        ({"host": "[::1]", "port": 1}, "is no host"),
        ({"host": "a/b", "port": 1}, "is no host"),
        (
            {"host": "a", "port": 1, "secure_channels": frozenset({"dispaly"})},
            "secure channel 'dis",
        ),
        (
            {"host": "a", "port": 1, "disabled_channels": frozenset({"x"})},
            "disabled channel 'x' is",
        ),
    ],
)
def test_targets_that_cannot_be(fields: dict[str, Any], why: str) -> None:
    with pytest.raises(TargetError, match=why):
        Target(**fields)


def test_an_error_of_a_target_is_a_value_error() -> None:
    """So that options of command lines may be made of it."""
    assert issubclass(TargetError, ValueError)


def test_channels_that_need_tls() -> None:
    some = replace(PLAIN, secure_channels=frozenset({"main", "inputs"}))
    assert some.demands_tls(channels.inputs.number)
    assert not some.demands_tls(channels.display.number)
    assert not some.demands_tls(77)
    every = replace(PLAIN, secure_channels=frozenset({"all"}))
    assert every.demands_tls(channels.display.number)
    assert every.demands_tls(77)
    assert not PLAIN.demands_tls(channels.main.number)


def test_channels_that_are_left_alone() -> None:
    target = replace(PLAIN, disabled_channels=frozenset({"playback"}))
    assert target.disables(channels.playback.number)
    assert not target.disables(channels.record.number)


def test_passwords_expire() -> None:
    now = datetime(2026, 1, 2, tzinfo=UTC)
    target = replace(PLAIN, password_expires=now)
    assert target.has_expired(now)
    assert not target.has_expired(now - timedelta(seconds=1))
    assert not PLAIN.has_expired(now)


def test_targets_can_be_compared_and_kept_in_sets() -> None:
    assert replace(PLAIN, port=1) != PLAIN
    assert len({PLAIN, replace(PLAIN), replace(PLAIN, port=1)}) == 2
