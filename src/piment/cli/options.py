"""The options of every `piment serve` command, declared once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from piment.cli.log import LogLevel
from piment.cli.signature import taking

DEFAULT_LISTEN = "127.0.0.1:5900"
DEFAULT_WEB_PORT = 8080

_WHERE = "Where to listen"
_WHO = "Whom to let in"
_WHAT = "What to let through"


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """Where to listen, whom to let in, what to let through, what to tell."""

    listen: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT",
            help=f"TCP address for viewers; port 0 takes a free one. By default {DEFAULT_LISTEN}, "
            "unless another --...listen or --unix is given.",
            rich_help_panel=_WHERE,
        ),
    ] = None
    tls_listen: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT", help="Address for viewers under TLS.", rich_help_panel=_WHERE
        ),
    ] = None
    web: Annotated[
        str | None,
        typer.Option(
            metavar="HOST[:PORT]",
            help="Address of a page that shows the desktop in a browser; under HTTPS if there is a "
            f"certificate. Without a port it is {DEFAULT_WEB_PORT}, or the next free one.",
            rich_help_panel=_WHERE,
        ),
    ] = None
    web_origin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL",
            help="A site whose pages may show the desktop too, such as https://console.example; "
            "by default none but the page of --web. Can be given several times.",
            rich_help_panel=_WHO,
        ),
    ] = None
    tls_cert: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The server's certificate chain, PEM.", rich_help_panel=_WHERE
        ),
    ] = None
    tls_key: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Its private key, PEM.", rich_help_panel=_WHERE),
    ] = None
    unix: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH", help="UNIX socket that only you can open.", rich_help_panel=_WHERE
        ),
    ] = None
    password_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The first line is the password. It is read anew for each viewer.",
            rich_help_panel=_WHO,
        ),
    ] = None
    ask_password: Annotated[
        bool,
        typer.Option(
            "--ask-password", metavar="", help="Ask for the password now.", rich_help_panel=_WHO
        ),
    ] = False
    password_expires: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="For how long the password lets viewers in: 90s, 15m, 8h, 2d.",
            rich_help_panel=_WHO,
        ),
    ] = None
    secure_channel: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Serve this channel (main, display, inputs, cursor, or all) under TLS only. "
            "Can be given several times.",
            rich_help_panel=_WHO,
        ),
    ] = None
    no_password: Annotated[
        bool,
        typer.Option(
            "--no-password",
            metavar="",
            help="Let in everybody who can reach the address, even from other machines.",
            rich_help_panel=_WHO,
        ),
    ] = False
    no_clipboard: Annotated[
        bool,
        typer.Option(
            "--no-clipboard",
            metavar="",
            help="Keep what is copied on one side from being pasted on the other.",
            rich_help_panel=_WHAT,
        ),
    ] = False
    no_file_transfer: Annotated[
        bool,
        typer.Option(
            "--no-file-transfer",
            metavar="",
            help="Keep viewers from putting files into the guest.",
            rich_help_panel=_WHAT,
        ),
    ] = False
    name: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What viewers put into their title bar.")
    ] = None
    log_level: Annotated[
        LogLevel,
        typer.Option(
            "--log-level",
            help="What to tell on standard error; debug shows every message by its name.",
        ),
    ] = LogLevel.INFO

    @property
    def names_no_place(self) -> bool:
        """Whether it is left open where to listen."""
        return not (self.listen or self.tls_listen or self.unix or self.web)


with_serve_options = taking(ServeOptions)
"""Gives a command these options, which its first parameter takes."""
