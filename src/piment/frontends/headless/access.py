"""From a URI to a desktop."""

from __future__ import annotations

from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path
from typing import Any, TypedDict, Unpack

from piment.client.options import Options, Reconnect
from piment.client.session import Session
from piment.client.target import Target
from piment.client.terms import MouseMode
from piment.client.uri import parse
from piment.frontends.headless.desktop import Desktop
from piment.frontends.headless.pace import PACE_MS

OPEN_SECONDS = 20.0
"""How long opening a session may take unless told otherwise."""


class Access(TypedDict, total=False):
    """Who we are to a server, and whom we believe to be it."""

    password: str
    username: str
    """For servers that ask for SASL."""
    ca: str | Path
    """The authorities that may vouch for the server: PEM text, or a file."""
    subject: str
    """The subject that the server's certificate must have, instead of the host's name."""
    proxy: str
    """A URL such as `http://proxy:3128`."""
    http_login: str
    """`USER:PASSWORD` for the web server that gives a WebSocket, if it asks for one."""


_FIELDS = {"subject": "host_subject"}
"""Where a target calls something by another name."""


def connect(
    target: str | PathLike[str] | Target,
    *,
    layout: str = "us",
    pace_ms: float = PACE_MS,
    reconnect: bool | Reconnect = False,
    view_only: bool = False,
    timeout: float = OPEN_SECONDS,
    **access: Unpack[Access],
) -> Desktop:
    """Return the desktop of a server, which `async with` opens.

    `target` is a URI such as `spice://127.0.0.1:5900`, or a `.vv` file. `layout` is the keyboard's
    in the guest: us, de, fr(bepo). With `reconnect`, a session that is lost is opened again, for
    ever or as a `Reconnect` says. `view_only` leaves keyboard and mouse to others. Of what opening
    takes, `timeout` is the longest, in seconds; what is in `access` goes before the target's own.

    Raises:
        TargetError: there is no such target.
        InputError: there is no such layout.

    """
    found = target if isinstance(target, Target) else parse(fspath(target))
    known: dict[str, Any] = {_FIELDS.get(name, name): value for name, value in access.items()}
    policy = Reconnect() if reconnect is True else reconnect or None
    options = Options(
        # Who only looks is told by the server where the pointer is, if he does not place it.
        mouse_mode=MouseMode.SERVER if view_only else MouseMode.CLIENT,
        view_only=view_only,
        reconnect=policy,
        open_seconds=timeout,
    )
    session = Session(replace(found, **known), options)
    return Desktop(session, layout=layout, pace_ms=pace_ms)
