"""Connects to a server, once for each channel."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from piment.client.dialing.call import Call
from piment.client.dialing.route import Route, choose
from piment.client.target import Target, TargetError
from piment.core.credentials import Credentials
from piment.transport.address import Address
from piment.transport.base import Transport

if TYPE_CHECKING:
    from piment.client.dialing.trust import Trust
    from piment.transport.proxy import Proxy

LOCAL_HOST = Address("localhost", 80)
"""What whoever listens at a UNIX socket is called where a name must be."""


class Dialer:
    """Makes the connections of a session to one target.

    Raises:
        TargetError: the target's proxy cannot be understood.

    """

    def __init__(self, target: Target) -> None:
        self.target = target
        self._proxy = None if target.proxy is None else _proxy(target.proxy)

    @property
    def credentials(self) -> Credentials:
        """What the link stage on a connection to the target may need."""
        host = self.target.host or LOCAL_HOST.host
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
        call = Call(route.place)
        try:
            await self._put_through(call, route)
        except BaseException:
            await call.hang_up()
            raise
        return call.carrier

    async def _put_through(self, call: Call, route: Route) -> None:
        """Take all stages of a route."""
        address = route.place if isinstance(route.place, Address) else LOCAL_HOST
        if self._proxy is None:
            await call.connect()
        else:
            await call.connect_through(self._proxy)
        if route.tls:
            await call.start_tls(self._trust, address.host)
        if route.websocket_path is not None:
            await call.open_websocket(address, route.websocket_path, self.target.http_login)

    @cached_property
    def _trust(self) -> Trust:
        """Made when it is first needed: plain connections do without."""
        from piment.client.dialing.trust import Trust

        return Trust(self.target)


def _proxy(url: str) -> Proxy:
    from piment.transport.proxy import Proxy

    try:
        return Proxy.parse(url)
    except ValueError as error:
        raise TargetError(str(error)) from None
