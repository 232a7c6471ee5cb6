"""Options that several commands share."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from piment.cli.log import LogLevel
from piment.cli.options import ServeOptions, with_serve_options
from tests.cli.invoke import WIDE


def run(*arguments: str) -> tuple[ServeOptions, str]:
    """Return what a command with the shared options and one of its own gets."""
    got: list[tuple[ServeOptions, str]] = []
    app = typer.Typer()

    @app.command()
    @with_serve_options
    def command(
        options: ServeOptions, colour: Annotated[str, typer.Option(help="A colour.")] = "red"
    ) -> None:
        """Take options."""
        got.append((options, colour))

    result = CliRunner().invoke(app, arguments, env=WIDE)
    assert result.exit_code == 0, result.output
    return got[0]


def test_defaults_listen_nowhere_in_particular_and_ask_nothing() -> None:
    options, colour = run()
    assert colour == "red"
    assert options.log_level is LogLevel.INFO
    for field in fields(ServeOptions):
        value = getattr(options, field.name)
        assert not value or field.name == "log_level"


def test_shared_and_own_options_arrive() -> None:
    options, colour = run(
        *("--listen", "127.0.0.1:0", "--tls-listen", "[::1]:0", "--tls-cert", "c", "--tls-key"),
        *("k", "--unix", "u", "--password-file", "p", "--ask-password", "--password-expires"),
        *("8h", "--secure-channel", "main", "--secure-channel", "inputs", "--no-password"),
        *("--web", "127.0.0.1", "--web-origin", "https://a", "--web-origin", "https://b"),
        *("--no-clipboard", "--no-file-transfer"),
        *("--name", "n", "--log-level", "debug", "--colour", "green"),
    )
    assert colour == "green"
    assert options == ServeOptions(
        listen="127.0.0.1:0",
        tls_listen="[::1]:0",
        tls_cert=Path("c"),
        tls_key=Path("k"),
        unix=Path("u"),
        password_file=Path("p"),
        ask_password=True,
        password_expires="8h",
        secure_channel=["main", "inputs"],
        no_password=True,
        web="127.0.0.1",
        web_origin=["https://a", "https://b"],
        no_clipboard=True,
        no_file_transfer=True,
        name="n",
        log_level=LogLevel.DEBUG,
    )


@pytest.mark.parametrize("option", ["--listen", "--tls-listen", "--web", "--unix"])
def test_who_names_a_place_names_all(option: str) -> None:
    assert run()[0].names_no_place
    assert not run(option, "here")[0].names_no_place
