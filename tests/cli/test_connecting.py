"""The options of every command that goes to a server."""

from __future__ import annotations

import logging
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from typer.testing import CliRunner

from piment.cli.connecting import PASSWORD_VARIABLE, ConnectOptions, desktop_of
from piment.cli.declare import command
from piment.cli.log import LogLevel
from piment.cli.loop import CommandError
from piment.cli.quick import read
from piment.cli.typed import typer_of
from piment.client.target import TargetError
from piment.errors import InputError
from tests.cli.invoke import WIDE, invoke, words
from tests.cli.machine import Machine, machine

URI = "spice://h:1"


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)


got: list[ConnectOptions] = []


@command(ConnectOptions)
def take(options: ConnectOptions) -> None:
    """Take options."""
    got.append(options)


def run(*arguments: str) -> ConnectOptions:
    """Return what a command gets, however its command line is read."""
    got.clear()
    result = CliRunner().invoke(typer_of(take), arguments, env=WIDE)
    assert result.exit_code == 0, result.output
    values = read(take, arguments)
    assert values is not None
    take(**values)
    assert got[0] == got[1]
    return got[0]


def test_defaults_ask_nothing() -> None:
    options = run(URI)
    assert options == ConnectOptions(URI)
    for field in fields(ConnectOptions):
        if field.name not in ("uri", "timeout", "log_level"):
            assert not getattr(options, field.name)


def test_all_options_arrive() -> None:
    options = run(
        *(URI, "--password-file", "p", "--ask-password", "--username", "n", "--ca", "c"),
        *("--subject", "CN=h", "--proxy", "http://p:1", "--timeout", "3.5", "--log-level", "debug"),
        *("--http-login-file", "l"),
    )
    assert options == ConnectOptions(
        uri=URI,
        password_file=Path("p"),
        ask_password=True,
        username="n",
        ca=Path("c"),
        subject="CN=h",
        proxy="http://p:1",
        http_login_file=Path("l"),
        timeout=3.5,
        log_level=LogLevel.DEBUG,
    )


def test_the_desktop_goes_where_they_say() -> None:
    options = ConnectOptions(
        "spice+tls://h:1", username="n", ca=Path("c"), subject="CN=h", proxy="http://p:1"
    )
    session = desktop_of(options, view_only=True).session
    target = session.target
    assert (target.username, target.ca, target.host_subject) == ("n", Path("c"), "CN=h")
    assert target.proxy == "http://p:1"
    assert session.options.view_only
    assert session.options.open_seconds == 30
    assert logging.getLogger("piment").level == logging.ERROR


def test_where_the_password_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "password"
    file.write_text("from file\nsecond line")
    in_uri = "spice://:from%20uri@h:1"

    def password(options: ConnectOptions) -> str:
        return desktop_of(options).session.target.password

    assert password(ConnectOptions(URI)) == ""
    assert password(ConnectOptions(in_uri)) == "from uri"
    assert password(ConnectOptions(URI, password_file=file)) == "from file"
    monkeypatch.setenv(PASSWORD_VARIABLE, "from environment")
    assert password(ConnectOptions(URI)) == "from environment"
    assert password(ConnectOptions(in_uri)) == "from uri"
    assert password(ConnectOptions(in_uri, password_file=file)) == "from file"
    monkeypatch.setattr("piment.cli.connecting.asked_password", lambda _: "from terminal")
    assert password(ConnectOptions(in_uri, ask_password=True)) == "from terminal"


def test_a_login_for_a_web_server(tmp_path: Path) -> None:
    file = tmp_path / "login"
    file.write_text("me:secret\n")
    options = ConnectOptions("wss://h/desk", http_login_file=file)
    assert desktop_of(options).session.target.http_login == "me:secret"


def test_two_passwords_are_one_too_many(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="choose one of --password-file and --ask-password"):
        desktop_of(ConnectOptions(URI, password_file=tmp_path, ask_password=True))


def test_what_leads_nowhere_says_why() -> None:
    with pytest.raises(TargetError, match="spice://127"):
        desktop_of(ConnectOptions("nonsense"))
    with pytest.raises(InputError, match="nowhere"):
        desktop_of(ConnectOptions(URI), layout="nowhere")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["info", "http://h:1"], "the scheme 'http' is unknown"),
        (["info", "spice://127.0.0.1:1"], "connect: 127.0.0.1:1: nobody listens there"),
        (["info", URI, "--password-file", "/no/file"], "cannot read the password in /no/file"),
        (["type", URI, "--layout", "nowhere", "x"], "nowhere"),
    ],
)
def test_what_fails_is_one_line_and_an_exit_code(arguments: list[str], told: str) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 1
    assert result.output.startswith("piment: ")
    assert told in words(result.output)
    assert result.output.count("\n") == 1


def test_a_password_opens_the_door_and_a_wrong_one_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with machine(b"right") as vm:
        result = invoke("info", vm.uri)
        assert result.exit_code == 1
        assert "authentication: " in result.output
        monkeypatch.setenv(PASSWORD_VARIABLE, "right")
        assert invoke("info", vm.uri).exit_code == 0
        file = tmp_path / "password"
        file.write_text("wrong")
        assert invoke("info", vm.uri, "--password-file", str(file)).exit_code == 1


def test_debug_tells_every_message(vm: Machine) -> None:
    command = [sys.executable, "-m", "piment", "info", vm.uri, "--log-level", "debug"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "channel=main:0 received Init(" in told.stderr
    assert "received" not in told.stdout
