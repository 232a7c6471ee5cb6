"""What all sources of `piment serve` have in common: where to listen, whom to let in."""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from socket import gethostname
from typing import TypeVar

from rich.console import Console
from rich.markup import escape

from piment.cli.duration import seconds_in
from piment.cli.loop import CommandError, Work
from piment.cli.options import DEFAULT_LISTEN, ServeOptions
from piment.cli.page import Page, open_page, page_in
from piment.cli.password import asked_password
from piment.limits import MOST_PASSWORD_BYTES
from piment.protocol.channel import CHANNELS
from piment.server.agent.filters import Filters
from piment.server.server import Server, Settings
from piment.server.sources.base import Source, SourceError
from piment.server.tickets import (
    NoTickets,
    PasswordError,
    PasswordTickets,
    Tickets,
    password_in,
)
from piment.transport.address import Address
from piment.transport.tls import CertificateError, server_context

T = TypeVar("T")

Listener = tuple[Address, ssl.SSLContext | None]


def serve(source: Source, options: ServeOptions) -> Work:
    """Check the options; return what serves `source` until it is gone, or cancelled.

    Raises:
        CommandError: it cannot be served like this; also from what is returned.

    """
    context = _tls(options)
    addresses = _addresses(options, context)
    page = page_in(options, context)
    settings = Settings(
        _tickets(options),
        _secure_channels(options, context),
        options.name,
        Filters(clipboard=not options.no_clipboard, file_transfer=not options.no_file_transfer),
    )
    if isinstance(settings.tickets, NoTickets) and not options.no_password:
        _check_reach([address for address, _ in addresses] + (page.addresses if page else []))
    socket = None if options.unix is None else options.unix.absolute()
    return _serve(source, settings, addresses, socket, page)


async def _serve(
    source: Source,
    settings: Settings,
    addresses: list[Listener],
    socket: Path | None,
    page: Page | None,
) -> None:
    server = Server(source, settings)
    try:
        await server.open()
        link = None
        if page is not None:
            link = await _occupy(open_page(server, page), str(page.addresses[0]), "--web")
        uris = [await _listen(server, address, tls) for address, tls in addresses]
        if socket is not None:
            await _occupy(server.listen_unix(socket), str(socket), "--unix")
            uris.append(f"spice+unix://{socket}")
        asks = not isinstance(settings.tickets, NoTickets)
        print_banner(server.name, link, uris, needs_password=asks)
        await server.run()
        Console().print("The desktop has ended.")
    except SourceError as error:
        raise CommandError(str(error)) from None
    finally:
        await server.close()


def print_banner(name: str, link: str | None, uris: list[str], *, needs_password: bool) -> None:
    """Say what is served, how to look at it, in a browser first, and how to stop."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"[bold]{escape(name)}[/] is served by Piment")
    if link is not None:
        console.print(f"  [cyan]{escape(link)}[/]  in a browser")
    for uri in uris:
        console.print(f"  [cyan]{escape(uri)}[/]")
    password = ", with the password" if needs_password else ""
    console.print(f"Look at it with  [bold]remote-viewer {escape(uris[0])}[/]{password}")
    console.print("Stop with Ctrl-C")


def _addresses(options: ServeOptions, context: ssl.SSLContext | None) -> list[Listener]:
    plain = options.listen
    if plain is None and options.tls_listen is None and options.unix is None:
        plain = DEFAULT_LISTEN
    listeners: list[Listener] = []
    try:
        if plain is not None:
            listeners.append((Address.parse(plain), None))
        if options.tls_listen is not None:
            listeners.append((Address.parse(options.tls_listen), context))
    except ValueError as error:
        raise CommandError(str(error)) from None
    return listeners


def _tls(options: ServeOptions) -> ssl.SSLContext | None:
    given = [file for file in (options.tls_cert, options.tls_key) if file is not None]
    if given and options.tls_listen is None and options.web is None:
        raise CommandError("--tls-cert and --tls-key are for --tls-listen HOST:PORT, or for --web")
    if options.tls_cert is None or options.tls_key is None:
        if given or options.tls_listen is not None:
            asking = "--web" if options.tls_listen is None else "--tls-listen"
            raise CommandError(f"{asking} needs --tls-cert FILE and --tls-key FILE for TLS")
        return None
    try:
        return server_context(options.tls_cert, options.tls_key)
    except CertificateError as error:
        raise CommandError(str(error)) from None


def _secure_channels(options: ServeOptions, context: ssl.SSLContext | None) -> frozenset[int]:
    names = options.secure_channel or []
    if names and context is None:
        raise CommandError("--secure-channel needs --tls-listen: else nobody could have them")
    if "all" in names:
        return frozenset(channel.number for channel in CHANNELS.values())
    unknown = [name for name in names if name not in CHANNELS]
    if unknown:
        known = ", ".join(channel.name for channel in CHANNELS.values())
        raise CommandError(f"there is no channel {unknown[0]!r}; there are all, {known}")
    return frozenset(CHANNELS[name].number for name in names)


def _tickets(options: ServeOptions) -> Tickets:
    password = _password(options)
    if password is None:
        if options.password_expires is not None:
            raise CommandError("--password-expires needs --password-file or --ask-password")
        return NoTickets()
    try:
        expires = options.password_expires
        lifetime = None if expires is None else seconds_in(expires)
        password()
    except (PasswordError, ValueError) as error:
        raise CommandError(str(error)) from None
    return PasswordTickets(password, lifetime_seconds=lifetime)


def _password(options: ServeOptions) -> Callable[[], bytes] | None:
    if (options.password_file is not None) + options.ask_password + options.no_password > 1:
        raise CommandError("choose one of --password-file, --ask-password and --no-password")
    if options.password_file is not None:
        file = options.password_file
        return lambda: password_in(file)
    if options.ask_password:
        password = asked_password("Password for viewers: ").encode()
        if not 1 <= len(password) <= MOST_PASSWORD_BYTES:
            raise CommandError(f"a password has 1 to {MOST_PASSWORD_BYTES} bytes")
        return lambda: password
    return None


def _check_reach(addresses: list[Address]) -> None:
    for address in addresses:
        if not address.is_loopback:
            raise CommandError(
                f"{address} can be reached from other machines, and anybody could drive the "
                "desktop: add --password-file FILE, or --no-password if that is what you want"
            )


async def _listen(server: Server, address: Address, context: ssl.SSLContext | None) -> str:
    option = "--tls-listen" if context else "--listen"
    real = await _occupy(server.listen_tcp(address, context), str(address), option)
    if real.is_everywhere:
        real = Address(gethostname(), real.port)
    return f"{'spice+tls' if context else 'spice'}://{real}"


async def _occupy(listening: Awaitable[T], place: str, option: str) -> T:
    try:
        return await listening
    except OSError as error:
        reason = error.strerror or str(error)
        raise CommandError(f"cannot listen at {place}: {reason}; choose with {option}") from None
