"""The forms in which people name a server; `parse` reads them all.

    spice://HOST:PORT                          plain
    spice+tls://HOST:TLSPORT                   TLS
    spice://HOST?port=PORT&tls-port=TLSPORT    both
    spice+unix:///PATH                         a UNIX socket
    ws://HOST:PORT/PATH, wss://...             within WebSocket, plain or under TLS
    FILE.vv                                    a file for remote-viewer

`USER:PASSWORD@` may stand before a host; `username=` and `password=` may stand in the query of all
forms but those of WebSocket, whose query belongs to the server. IPv6 addresses are in brackets, and
what is special in a URI is percent-encoded. Whoever can list processes can read a password in a URI
on the command line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict
from urllib.parse import unquote, urlsplit

from piment.client.target import MOST_PORT, Target, TargetError

FILE_SUFFIX = ".vv"
EXAMPLE = "spice://127.0.0.1:5900"

LOGIN = ("username", "password")
"""Keys that any query may have."""

_SEPARATORS = re.compile("[&;]")
_PORT = re.compile("[0-9]{1,5}")


class Login(TypedDict, total=False):
    """The fields of a target that tell who we are."""

    username: str
    password: str


def parse(text: str) -> Target:
    """Return the target that `text` names, in one of the forms above.

    Raises:
        TargetError: the text has none of these forms; the message has an example. Or it is a file
            that cannot be read.

    """
    scheme, mark, _ = text.partition("://")
    if not mark:
        return _file(text)
    form = FORMS.get(scheme.lower())
    if form is None:
        raise TargetError(f"the scheme {scheme!r} is unknown: there are {', '.join(FORMS)}")
    return form(_Uri(text))


def _file(text: str) -> Target:
    path = Path(text)
    if path.suffix == FILE_SUFFIX or path.is_file():
        from piment.client import connection_file  # what only files need is not loaded for URIs

        return connection_file.load(path)
    raise TargetError(f"{text!r} is no URI: write {EXAMPLE}, or name a file such as desk.vv")


class _Uri:
    """A URI in its parts, which are decoded and checked one by one.

    Errors show `place`, which has no secrets in it.
    """

    def __init__(self, text: str) -> None:
        try:
            self.parts = urlsplit(text)
        except ValueError as error:  # brackets that do not match
            raise TargetError(f"{error}: write {EXAMPLE}, or spice://[::1]:5900") from None
        self.login, _, self.address = self.parts.netloc.rpartition("@")
        self.place = f"{self.parts.scheme}://{self.address}{self.parts.path}"
        if self.parts.fragment:
            raise self.error("has a '#': write %23 where it belongs to a password")
        if self.address.rpartition("]")[2].count(":") > 1:
            raise self.error("has an IPv6 address without brackets: write spice://[::1]:5900")

    def error(self, what: str) -> TargetError:
        """Return an error about this URI."""
        return TargetError(f"{self.place} {what}")

    @property
    def host(self) -> str:
        """The host without brackets, as it is written: the zone of an IPv6 address has case."""
        start, mark, rest = self.address.partition("[")
        host = unquote(rest.partition("]")[0] if mark else start.partition(":")[0])
        if not host:
            raise self.error(f"has no host: write {EXAMPLE}")
        return host

    @property
    def port(self) -> int | None:
        """The number behind the host."""
        text = self.address.rpartition("]")[2].partition(":")[2]
        return self.number(text) if text else None

    @property
    def rest(self) -> str:
        """All behind the host and the port, as it is written."""
        return self.parts._replace(scheme="", netloc="", path=self.parts.path or "/").geturl()

    def number(self, text: str) -> int:
        """Return the number of a port."""
        if not _PORT.fullmatch(text) or not 0 < int(text) <= MOST_PORT:
            raise self.error(f"has the port {text!r}, which is no number from 1 to {MOST_PORT}")
        return int(text)

    def query(self, *known: str) -> dict[str, str]:
        """Return what the query says; unlike in web forms, a plus sign is a plus sign."""
        found: dict[str, str] = {}
        for pair in filter(None, _SEPARATORS.split(self.parts.query)):
            key, _, value = pair.partition("=")
            if key not in known:
                import difflib

                close = difflib.get_close_matches(key, known, 1)
                hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
                raise self.error(f"has the unknown key {key!r} in its query; {hint}")
            if key in found:
                raise self.error(f"has {key} twice")
            found[key] = unquote(value)
        return found

    def login_with(self, query: dict[str, str]) -> Login:
        """Return user name and password, before the host or in the query."""
        user, colon, password = self.login.partition(":")
        if user and "username" in query:
            raise self.error("has a username before the host and another in its query")
        if colon and "password" in query:
            raise self.error("has a password before the host and another in its query")
        login = Login()
        if user or "username" in query:
            login["username"] = query.get("username", unquote(user))
        if colon or "password" in query:
            login["password"] = query.get("password", unquote(password))
        return login

    def check_path(self) -> None:
        """Assert that nothing stands between the address and the query."""
        if self.parts.path not in ("", "/"):
            raise self.error(f"has the path {self.parts.path}, which only WebSocket has")


def _spice(uri: _Uri) -> Target:
    """Read the form with a plain port, a TLS port, or both."""
    query = uri.query("port", "tls-port", *LOGIN)
    uri.check_path()
    host, port = uri.host, uri.port
    if "port" in query:
        if port is not None:
            raise uri.error(f"has two plain ports: {port} and {query['port']}")
        port = uri.number(query["port"])
    tls_port = uri.number(query["tls-port"]) if "tls-port" in query else None
    if port is None and tls_port is None:
        raise uri.error(
            "has no port: write spice://HOST:5900, or spice://HOST?tls-port=5901 for TLS"
        )
    return Target(host=host, port=port, tls_port=tls_port, **uri.login_with(query))


def _spice_tls(uri: _Uri) -> Target:
    """Read the form with a TLS port."""
    query = uri.query(*LOGIN)
    uri.check_path()
    host, port = uri.host, uri.port
    if port is None:
        raise uri.error("has no port: write spice+tls://HOST:5901")
    return Target(host=host, tls_port=port, **uri.login_with(query))


def _spice_unix(uri: _Uri) -> Target:
    """Read the form with the path of a socket."""
    query = uri.query(*LOGIN)
    if uri.parts.netloc or uri.parts.path in ("", "/"):
        raise uri.error("has no absolute path: write three slashes, spice+unix:///run/vm.sock")
    return Target(unix_path=Path(unquote(uri.parts.path)), **uri.login_with(query))


def _websocket(uri: _Uri) -> Target:
    """Read the form of a plain WebSocket; user name and password are for SPICE, not for HTTP."""
    login = uri.login_with({})
    return Target(host=uri.host, port=uri.port or 80, websocket_path=uri.rest, **login)


def _websocket_tls(uri: _Uri) -> Target:
    """Read the form of a WebSocket under TLS."""
    login = uri.login_with({})
    return Target(host=uri.host, tls_port=uri.port or 443, websocket_path=uri.rest, **login)


FORMS: dict[str, Callable[[_Uri], Target]] = {
    "spice": _spice,
    "spice+tls": _spice_tls,
    "spice+unix": _spice_unix,
    "ws": _websocket,
    "wss": _websocket_tls,
}
