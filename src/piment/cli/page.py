"""`--web`: the page that shows the desktop in a browser, for all sources of `piment serve`."""

from __future__ import annotations

import contextlib
import ssl
from dataclasses import dataclass
from socket import gethostname

from piment.cli.loop import CommandError
from piment.cli.options import DEFAULT_WEB_PORT, ServeOptions
from piment.server.server import Server
from piment.transport.address import Address

PORTS_TRIED = 20
"""Where no port is asked for, so many are tried: one for each demo that somebody left running."""


@dataclass(frozen=True, slots=True)
class Page:
    """Where the page is wanted, and who else may use it."""

    addresses: list[Address]
    """The first one that is free is taken."""
    context: ssl.SSLContext | None
    """HTTPS, if there is one."""
    allowed: frozenset[tuple[str, str, int]]
    """Origins of other pages that may connect: scheme, host, port."""


def page_in(options: ServeOptions, context: ssl.SSLContext | None) -> Page | None:
    """Return which page the options ask for, if any.

    Raises:
        CommandError: they cannot be.

    """
    if options.web is None:
        if options.web_origin:
            raise CommandError("--web-origin is for --web HOST:PORT")
        return None
    from piment.web.origin import parse_origin  # what has no page needs none of it

    try:
        allowed = frozenset(parse_origin(text) for text in options.web_origin or ())
        return Page(_addresses(options.web), context, allowed)
    except ValueError as error:
        raise CommandError(str(error)) from None


async def open_page(server: Server, page: Page) -> str:
    """Serve the page with the server's desktop; return its link.

    Raises:
        OSError: no address can be had.

    """
    from piment.web.site import Site  # aiohttp takes a third of a second

    site = Site(server.accept, page.allowed)
    *others, last = page.addresses
    for address in others:
        with contextlib.suppress(OSError):
            real = await site.open(address, page.context)
            break
    else:
        real = await site.open(last, page.context)
    server.adopt(site)
    if real.is_everywhere:
        real = Address(gethostname(), real.port)
    return f"{'http' if page.context is None else 'https'}://{real}/"


def _addresses(text: str) -> list[Address]:
    """Read `HOST:PORT`, or `HOST` for the first free port from `DEFAULT_WEB_PORT` on."""
    if ":" in text and not text.endswith("]"):
        return [Address.parse(text)]
    first = Address.parse(f"{text}:{DEFAULT_WEB_PORT}")
    return [Address(first.host, first.port + step) for step in range(PORTS_TRIED)]
