"""Connects to a server, once for each channel."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from functools import cached_property
from pathlib import Path

from piment.client.dialing.failure import CONNECT_SECONDS, explain
from piment.client.dialing.route import Route, choose
from piment.client.dialing.trust import Trust
from piment.client.target import Target
from piment.core.credentials import Credentials
from piment.errors import Stage
from piment.transport import tcp, tls, unix
from piment.transport.address import Address
from piment.transport.base import Transport
from piment.transport.stream import StreamTransport

LOCAL_HOST = "localhost"
"""The name of whoever listens at a UNIX socket."""


class Dialer:
    """Makes the connections of a session to one target."""

    def __init__(self, target: Target) -> None:
        self.target = target

    @property
    def credentials(self) -> Credentials:
        """What the link stage on a connection to the target may need."""
        host = self.target.host or LOCAL_HOST
        return Credentials(self.target.password, self.target.username, host)

    async def dial(self, channel_type: int, *, secure: bool | None = None) -> Transport:
        """Return a connection over which the link stage of a channel can begin.

        `secure` None leaves to the target whether it is under TLS: plain where there is a plain
        port, but for the channels that the target wants secure.

        Raises:
            ConnectError: the server cannot be reached this way within `CONNECT_SECONDS`, or is not
                the one that we trust.
            TargetError: the target's host subject cannot be read.

        """
        route = choose(self.target, channel_type, secure=secure)
        call = _Call(route.place)
        async with call.during(Stage.CONNECT):
            carrier = await _connect(route.place)
        try:
            return await self._wrap(carrier, route, call)
        except BaseException:
            await carrier.close()
            raise

    async def _wrap(self, carrier: Transport, route: Route, call: _Call) -> Transport:
        """Return what carries SPICE over a connection that is there."""
        if route.tls:
            carrier = await self._start_tls(carrier, call)
        return carrier

    async def _start_tls(self, carrier: Transport, call: _Call) -> Transport:
        async with call.during(Stage.TLS):
            name = str(self.target.host).partition("%")[0]  # a zone is no part of an address
            transport = await tls.connect(carrier, self._trust.context, name)
        self._trust.check(transport)
        return transport

    @cached_property
    def _trust(self) -> Trust:
        """Made when it is first needed: plain connections do without."""
        return Trust(self.target)


class _Call:
    """One attempt, with its time and what errors are about."""

    def __init__(self, place: Address | Path) -> None:
        self._place = place
        self._deadline = asyncio.get_running_loop().time() + CONNECT_SECONDS

    @contextlib.asynccontextmanager
    async def during(self, stage: Stage) -> AsyncIterator[None]:
        """Turn errors of the system, and the end of our patience, into those of a stage."""
        try:
            async with asyncio.timeout_at(self._deadline):
                yield
        except (OSError, UnicodeError) as error:
            raise explain(stage, self._place, error) from error


async def _connect(place: Address | Path) -> StreamTransport:
    match place:
        case Address():
            return await tcp.connect(place)
        case Path():
            return await unix.connect(place)
