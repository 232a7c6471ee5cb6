"""Which pages may speak SPICE with this server: its own, and those that are allowed by name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

_LOOPBACK_NAMES = frozenset({"127.0.0.1", "::1", "localhost"})
_DEFAULT_PORTS = {"http": 80, "https": 443}

Origin = tuple[str, str, int]
"""Scheme, host, port."""


def parse_origin(text: str) -> Origin:
    """Read `https://desk.example:8443`; the port may be left out.

    Raises:
        ValueError: it is no origin of a page; the message says so.

    """
    wrong = f"{text!r} is no origin of a page: write it like https://desk.example:8443"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError(wrong) from None
    bare = f"{parts.scheme}://{parts.netloc}"
    if parts.scheme not in _DEFAULT_PORTS or not host or "@" in text or text != bare:
        raise ValueError(wrong)
    return parts.scheme, host, _DEFAULT_PORTS[parts.scheme] if port is None else port


def foreign_page(
    origins: Sequence[str],
    hosts: Sequence[str],
    allowed: Collection[Origin],
    *,
    secure: bool,
    loopback: bool,
) -> str | None:
    """Return why the page of a request may not use this server, or None if it may.

    `origins` and `hosts` are what the request has of each header. A browser lets any page open a
    WebSocket to any address. The server's own page comes from the host and port that it asks; and
    where the peer is on this machine, that host must go by a loopback name, lest a name of the
    page's own point here.
    """
    if not origins:
        return None  # no browser
    foreign = f"a page of {', '.join(map(ascii, origins))} may not use this server"
    if len(origins) != 1 or len(hosts) != 1:
        return foreign
    try:
        page = parse_origin(origins[0])
        own = parse_origin(f"{'https' if secure else 'http'}://{hosts[0]}")
    except ValueError:
        return foreign
    if page in allowed or (page == own and not (loopback and own[1] not in _LOOPBACK_NAMES)):
        return None
    return foreign
