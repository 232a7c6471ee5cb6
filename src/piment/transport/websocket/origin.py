"""Which pages in a browser may use a server."""

from __future__ import annotations

from urllib.parse import urlsplit

from websockets import Request

_LOOPBACK_NAMES = frozenset({"127.0.0.1", "::1", "localhost"})


def foreign_origin(request: Request, *, loopback: bool) -> str | None:
    """Return why a browser's page may not use this server, or None if it may.

    A browser lets any page open a WebSocket to any address, so that a page from afar could reach
    a server on this machine. A page may talk to the host it came from; and where the peer is this
    machine, that host must go by a loopback name, lest a name of the page's own point here.
    """
    origins = request.headers.get_all("Origin")
    if not origins:
        return None  # no browser
    page = _host_in(origins[0]) if len(origins) == 1 else None
    hosts = request.headers.get_all("Host")
    host = _host_in(f"//{hosts[0]}") if len(hosts) == 1 else None
    if loopback and page in _LOOPBACK_NAMES and host in _LOOPBACK_NAMES:
        return None
    if not loopback and page is not None and page == host:
        return None
    return f"a page of {', '.join(map(ascii, origins))} may not use this server"


def _host_in(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def is_loopback(peer: str) -> bool:
    """Whether a peer, told as `HOST:PORT`, is on this machine."""
    return peer.rpartition(":")[0].strip("[]") in _LOOPBACK_NAMES
