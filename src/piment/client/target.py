"""Where a server is, how it is reached, and who we are to it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from piment.client.preferences import Preferences
from piment.errors import PimentError
from piment.protocol.channel import CHANNELS

ALL_CHANNELS = "all"
"""Stands for every channel where channels are named."""

MOST_PORT = 0xFFFF

_HOST = re.compile(r"[^\x00-\x20\x7f/?#@\[\]\\]+")


class TargetError(PimentError, ValueError):
    """A target cannot be understood; the message has an example of one that can."""


@dataclass(frozen=True, slots=True)
class Target:
    """A server: a host with its ports, or a UNIX socket.

    Raises:
        TargetError: none or both of them are given, or a field has no meaning.

    """

    host: str | None = None
    """A name, an IPv4 or IPv6 address without brackets, or whatever a proxy understands."""
    port: int | None = None
    tls_port: int | None = None
    unix_path: Path | None = None
    websocket_path: str | None = None
    """Path and query of the WebSocket that carries SPICE there; None: nothing but SPICE."""
    http_login: str | None = field(default=None, repr=False)
    """`USER:PASSWORD` for the web server that gives the WebSocket, if it asks by Basic (RFC 7617);
    what SPICE asks for is apart from that."""

    proxy: str | None = field(default=None, repr=False)
    """A URL such as `http://user:password@proxy:3128`: connections are tunnelled by CONNECT."""

    username: str | None = None
    """For servers that ask for SASL."""
    password: str = field(default="", repr=False)
    password_expires: datetime | None = None
    """When the server stops to accept the password, with a time zone, as far as that is known."""

    ca: str | Path | None = field(default=None, repr=False)
    """The authorities that may vouch for the server: PEM text, or a file; None: the system's."""
    host_subject: str | None = None
    """The subject that the server's certificate must have, instead of the host's name."""
    tls_ciphers: str | None = None
    """Ciphers in OpenSSL's notation."""

    secure_channels: frozenset[str] = frozenset()
    """Names of channels that use TLS only, or `all`."""
    disabled_channels: frozenset[str] = frozenset()
    """Names of channels that are not opened."""

    title: str | None = None
    """What to call the desktop."""
    preferences: Preferences = field(default_factory=Preferences)
    delete_file: Path | None = None
    """The file that all this stands in, if it asks to be deleted once it was read."""

    def __post_init__(self) -> None:
        if (self.host is None) == (self.unix_path is None):
            raise TargetError(
                "a target is a host or a UNIX socket, and not both: "
                "spice://127.0.0.1:5900 or spice+unix:///run/vm.sock"
            )
        if (self.host is None) != (self.port is None and self.tls_port is None):
            raise TargetError(
                f"{self.host or self.unix_path}: a host has a port, a TLS port or both, "
                "and a UNIX socket has none"
            )
        if self.host is not None and not _HOST.fullmatch(self.host):
            raise TargetError(f"{self.host!r} is no host: write a name or a number")
        if self.proxy is not None and self.unix_path is not None:
            raise TargetError(f"{self.unix_path}: a proxy leads to hosts only, not to UNIX sockets")
        if self.http_login is not None and (
            self.websocket_path is None or ":" not in self.http_login
        ):
            raise TargetError(f"{self}: an HTTP login is USER:PASSWORD, and for WebSocket only")
        for port in (self.port, self.tls_port):
            if port is not None and not 0 < port <= MOST_PORT:
                raise TargetError(f"the port {port} is no number from 1 to {MOST_PORT}")
        _check_channels("secure", self.secure_channels)
        _check_channels("disabled", self.disabled_channels)

    def demands_tls(self, channel_type: int) -> bool:
        """Whether a channel may be opened over TLS only."""
        return _names(channel_type, self.secure_channels)

    def disables(self, channel_type: int) -> bool:
        """Whether a channel is to be left alone."""
        return _names(channel_type, self.disabled_channels)

    def has_expired(self, now: datetime) -> bool:
        """Whether the password is known to be worth nothing any more."""
        return self.password_expires is not None and now >= self.password_expires

    def __str__(self) -> str:
        """Return the URI, for people: without user name, password, or a WebSocket's query."""
        if self.unix_path is not None:
            return f"spice+unix://{quote(str(self.unix_path))}"
        host = f"[{self.host}]" if _is_ipv6(str(self.host)) else self.host
        if self.websocket_path is not None:
            scheme = "wss" if self.port is None else "ws"
            path = self.websocket_path.partition("?")[0]
            return f"{scheme}://{host}:{self.port or self.tls_port}{path}"
        if self.port is None:
            return f"spice+tls://{host}:{self.tls_port}"
        also = "" if self.tls_port is None else f"?tls-port={self.tls_port}"
        return f"spice://{host}:{self.port}{also}"


def _is_ipv6(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).version == 6
    except ValueError:
        return False


def _names(channel_type: int, names: frozenset[str]) -> bool:
    channel = CHANNELS.get(channel_type)
    return ALL_CHANNELS in names or (channel is not None and channel.name in names)


def _check_channels(kind: str, names: Iterable[str]) -> None:
    known = [channel.name for channel in CHANNELS.values()]
    for name in sorted(names):
        if name not in known and name != ALL_CHANNELS:
            raise TargetError(
                f"the {kind} channel {name!r} is unknown: "
                f"channels are {', '.join(known)}, and all of them {ALL_CHANNELS}"
            )
