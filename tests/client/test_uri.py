from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.client.target import Target, TargetError
from piment.client.uri import parse


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("spice://host:5900", Target(host="host", port=5900)),
        ("spice://host:5900/", Target(host="host", port=5900)),
        ("spice://host?port=5900", Target(host="host", port=5900)),
        ("spice://host/?port=5900", Target(host="host", port=5900)),
        ("spice://host?tls-port=5901", Target(host="host", tls_port=5901)),
        ("spice://host:5900?tls-port=5901", Target(host="host", port=5900, tls_port=5901)),
        ("spice://host?port=1&tls-port=2", Target(host="host", port=1, tls_port=2)),
        ("spice://host?port=1;tls-port=2", Target(host="host", port=1, tls_port=2)),
        ("SPICE://Host:1", Target(host="Host", port=1)),
        ("spice+tls://host:5901", Target(host="host", tls_port=5901)),
        ("spice://[::1]:1", Target(host="::1", port=1)),
        ("spice://[fe80::1%25Eth0]?port=1", Target(host="fe80::1%Eth0", port=1)),
        ("spice://t%C3%A4st:1", Target(host="täst", port=1)),
        ("spice+unix:///run/a%20b", Target(unix_path=Path("/run/a b"))),
        ("ws://host", Target(host="host", port=80, websocket_path="/")),
        ("ws://host:1/a/b?c=%2F&d;e", Target(host="host", port=1, websocket_path="/a/b?c=%2F&d;e")),
        ("wss://host", Target(host="host", tls_port=443, websocket_path="/")),
        ("wss://[::1]:1?x", Target(host="::1", tls_port=1, websocket_path="/?x")),
    ],
)
def test_the_forms(text: str, target: Target) -> None:
    assert parse(text) == target


@pytest.mark.parametrize(
    ("text", "username", "password"),
    [
        ("spice://me:secret@host:1", "me", "secret"),
        ("spice://me@host:1", "me", ""),
        ("spice://:secret@host:1", None, "secret"),
        ("spice://m%40e:s%3Ae%2F@host:1", "m@e", "s:e/"),
        ("spice://a@b:c@host:1", "a@b", "c"),
        ("spice://host:1?username=me&password=a+b%20c%26", "me", "a+b c&"),
        ("spice://me@host:1?password=secret", "me", "secret"),
        ("spice://host:1?password=", None, ""),
        ("spice+tls://me:secret@host:1", "me", "secret"),
        ("spice+tls://host:1?password=secret", None, "secret"),
        ("spice+unix:///a?username=me&password=secret", "me", "secret"),
        ("ws://me:secret@host/?password=theirs", "me", "secret"),
        ("wss://:secret@host", None, "secret"),
    ],
)
def test_logins(text: str, username: str | None, password: str) -> None:
    target = parse(text)
    assert (target.username, target.password) == (username, password)
    assert "secret" not in str(target)


ERRORS = {
    "": "'' is no URI: write spice://127.0.0.1:5900, or name a file such as desk.vv",
    "localhost:5900": "is no URI",
    "spice+unix:/run/a": "is no URI",
    "/no/desk.vv": "/no/desk.vv: No such file or directory",
    "vnc://host:1": "the scheme 'vnc' is unknown: there are spice, spice+tls",
    "spice://": "spice:// has no host",
    "spice://:5900": "spice://:5900 has no host: write spice://127.0.0.1:5900",
    "spice://host": "spice://host has no port: write spice://HOST:5900",
    "spice://host:": "has no port",
    "spice+tls://host": "has no port: write spice+tls://HOST:5901",
    "spice://host:0": "has the port '0', which is no number from 1 to 65535",
    "spice://host:65536": "'65536'",
    "spice://host:abc": "'abc'",
    "spice://host:-1": "'-1'",
    "spice://host:+1": "'+1'",
    "spice://host:١": "no number",
    "spice://host?tls-port=x": "has the port 'x'",
    "spice://host:1?port=2": "has two plain ports: 1 and 2",
    "spice://host?port=1&port=1": "has port twice",
    "spice://host:1?tlsport=2": "unknown key 'tlsport' in its query; did you mean tls-port?",
    "spice://host:1?x=2": "unknown key 'x' in its query; there are port, tls-port",
    "spice+tls://host:1?port=2": "unknown key 'port'",
    "spice://host:1/path": "has the path /path, which only WebSocket has",
    "spice://::1:5900": "IPv6 address without brackets: write spice://[::1]:5900",
    "spice://[::1:5900": "write spice://127.0.0.1:5900, or spice://[::1]:5900",
    "spice://me@host:1?username=you": "has a username before the host and another in its query",
    "spice://:a@host:1?password=b": "has a password before the host and another in its query",
    "spice://host:1?password=a#b": "has a '#': write %23",
    "spice+unix://run/a": "has no absolute path: write three slashes",
    "spice+unix://": "has no absolute path",
    "spice+unix:///": "has no absolute path",
    "spice+unix:///a?port=1": "unknown key 'port'",
    "ws://": "has no host",
    "ws://host:0": "'0'",
    "wss://host/#a": "has a '#'",
}


@pytest.mark.parametrize("text", ERRORS)
def test_errors_teach(text: str) -> None:
    with pytest.raises(TargetError) as caught:
        parse(text)
    assert ERRORS[text] in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "spice://me:secret@host",
        "spice://me:secret@host:x",
        "spice://:secret@host:1?username=a&password=secret",
        "spice://host:1?password=secret&x=1",
        "spice://[me:secret@host:1",
        "spice+unix://me:secret@host/?password=secret",
    ],
)
def test_errors_keep_secrets(text: str) -> None:
    with pytest.raises(TargetError) as caught:
        parse(text)
    assert "secret" not in str(caught.value)


def test_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "desk.vv"
    file.write_text("[virt-viewer]\ntype=spice\nhost=desk\nport=1\n")
    unnamed = file.rename(tmp_path / "download(1)")
    assert parse(str(unnamed)) == Target(host="desk", port=1)
    monkeypatch.chdir(tmp_path)
    unnamed.rename("desk.vv")
    assert parse("desk.vv") == Target(host="desk", port=1)


@given(st.text("spiceun+tw:/?#[]@&;=%1aä\0 .-", max_size=40).map(lambda text: f"spice://{text}"))
def test_no_text_is_a_surprise(text: str) -> None:
    try:
        target = parse(text)
    except TargetError:
        return
    assert str(target)
