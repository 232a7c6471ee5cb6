"""The options of every command that goes to a server, and the desktop that they lead to."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from piment.cli.declare import Argument, Option
from piment.cli.log import LogLevel, set_up
from piment.cli.loop import CommandError
from piment.cli.password import asked_password
from piment.client.target import Target
from piment.client.uri import parse
from piment.frontends.headless import Desktop, connect
from piment.server.tickets import password_in

PASSWORD_VARIABLE = "PIMENT_PASSWORD"  # noqa: S105 - the name of one
"""The environment may have the password: unlike a command line, other users cannot read it."""

_HOW = "How to get there"


@dataclass(frozen=True, slots=True)
class ConnectOptions:
    """Where a machine is, who we are, how long to try."""

    uri: Annotated[
        str,
        Argument(
            metavar="URI",
            show_default=False,
            help="spice://HOST:PORT, spice+tls://HOST:PORT, spice+unix:///PATH, ws:// or wss://, "
            "or a .vv file.",
        ),
    ]
    password_file: Annotated[
        Path | None,
        Option(
            metavar="FILE",
            help=f"The first line is the password. Or let ${PASSWORD_VARIABLE} have it.",
            rich_help_panel=_HOW,
        ),
    ] = None
    ask_password: Annotated[
        bool, Option("--ask-password", help="Ask for the password.", rich_help_panel=_HOW)
    ] = False
    username: Annotated[
        str | None,
        Option(metavar="NAME", help="For servers that ask by SASL.", rich_help_panel=_HOW),
    ] = None
    ca: Annotated[
        Path | None,
        Option(
            metavar="FILE",
            help="The certificate of the authority that vouches for the server, PEM; by default "
            "those of the system.",
            rich_help_panel=_HOW,
        ),
    ] = None
    subject: Annotated[
        str | None,
        Option(
            metavar="SUBJECT",
            help="The subject that the server's certificate must have, such as "
            "O=Example,CN=vm; by default it must be for the host's name.",
            rich_help_panel=_HOW,
        ),
    ] = None
    proxy: Annotated[
        str | None,
        Option(metavar="URL", help="An HTTP proxy: http://HOST:3128.", rich_help_panel=_HOW),
    ] = None
    http_login_file: Annotated[
        Path | None,
        Option(
            metavar="FILE",
            help="The first line is USER:PASSWORD for the web server that gives a WebSocket.",
            rich_help_panel=_HOW,
        ),
    ] = None
    timeout: Annotated[
        float,
        Option(
            metavar="SECONDS",
            min=0,
            help="How long connecting may take, and then what is waited for.",
            rich_help_panel=_HOW,
        ),
    ] = 30.0
    log_level: Annotated[
        LogLevel,
        Option(
            "--log-level",
            help="What to tell on standard error; debug shows every message by its name.",
            rich_help_panel=_HOW,
        ),
    ] = LogLevel.ERROR


def desktop_of(
    options: ConnectOptions, *, without: frozenset[str] = frozenset(), **settings: Any
) -> Desktop:
    """Return the desktop that the options lead to; it is not opened yet.

    `settings` are for `piment.connect`: view_only, layout, pace_ms. Channels that a command does
    not need may be left out: `without` them it starts sooner.

    Raises:
        CommandError: the password cannot be had.
        PimentError: there is no such target or layout.

    """
    set_up(options.log_level)
    target = parse(options.uri)
    target = replace(target, disabled_channels=target.disabled_channels | without)
    access: dict[str, Any] = {
        "username": options.username,
        "password": _password(options, target),
        "ca": options.ca,
        "subject": options.subject,
        "proxy": options.proxy,
        "http_login": _first_line(options.http_login_file),
    }
    given = {name: value for name, value in access.items() if value is not None}
    return connect(target, timeout=options.timeout, **given, **settings)


def _password(options: ConnectOptions, target: Target) -> str | None:
    """Return what options or the environment have; None: what the target has itself."""
    if options.password_file is not None and options.ask_password:
        raise CommandError("choose one of --password-file and --ask-password")
    if options.password_file is not None:
        return _first_line(options.password_file)
    if options.ask_password:
        return asked_password("Password: ")
    return None if target.password else os.environ.get(PASSWORD_VARIABLE)


def _first_line(file: Path | None) -> str | None:
    return None if file is None else password_in(file).decode(errors="surrogateescape")
