"""Connections to the server that a session is about to move to (wire.md 15, migration.md)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from types import TracebackType
from typing import Self

from piment.client.channels.base import Channel
from piment.client.dialing.dialer import Dialer
from piment.client.link import Link, link
from piment.client.target import Target
from piment.core.events import Received
from piment.errors import ProtocolError
from piment.protocol import main
from piment.protocol.capabilities import MainCap
from piment.protocol.main import DstInfo

MIGRATE_SECONDS = 10.0
"""How long the source waits for us to reach the destination."""

_NO_PORTS = (0, 0xFFFF)
"""What stands for no port: servers that keep -1 send 0xffff (wire.md 18)."""


def destination_of(target: Target, info: DstInfo | main.MigrateSwitchHost) -> Target:
    """Return where a server says that the session goes on; who we are stays the same.

    But for the login for a web server, which no place is to have because a SPICE server says so.

    Raises:
        TargetError: the server names no place that can be reached.

    """
    plain, secure = (None if port in _NO_PORTS else port for port in (info.port, info.sport))
    host = (info.host_data or b"").decode(errors="replace")
    subject = (info.cert_subject_data or b"").decode(errors="replace")
    return replace(
        target,
        host=host,
        port=plain,
        tls_port=secure,
        host_subject=subject or None,
        unix_path=None,
        http_login=None,
    )


class Destination:
    """The channels at the destination; they say nothing until the session comes.

    As a context it is closed when what is done in it fails.
    """

    def __init__(self, target: Target) -> None:
        self.target = target
        self.is_seamless = False
        """Whether the channels' state may come along."""
        self._dialer = Dialer(target)
        self._links: dict[tuple[int, int], Link] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if error is not None:
            await self.close()

    async def prepare(
        self, channels: Iterable[Channel], session_id: int, version: int | None
    ) -> None:
        """Link all channels, main first, and find out whether their state may come along.

        That it should is what a `version` says, the source's.

        Raises:
            ConnectError, OSError: a channel could not be linked.
            ProtocolError: the destination breaks the protocol.

        """
        first, *others = channels
        arrival = await self._link(first, session_id)
        asks = version is not None and MainCap.SEAMLESS_MIGRATE in arrival.capabilities
        if asks and version is not None:
            arrival.conversation.send(main.MigrateDstDoSeamless(src_version=version))
        try:
            async with asyncio.TaskGroup() as tasks:
                for channel in others:
                    tasks.create_task(self._link(channel, session_id))
                accepted = tasks.create_task(_is_accepted(arrival)) if asks else None
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from None
        self.is_seamless = accepted is not None and accepted.result()

    def has(self, channel: Channel) -> bool:
        """Whether a channel's connection is there, and was not handed over."""
        return channel.identity in self._links

    def take(self, channel: Channel) -> Link | None:
        """Hand over a channel's connection; None if there is none."""
        return self._links.pop(channel.identity, None)

    @property
    def is_empty(self) -> bool:
        """Whether all connections were handed over."""
        return not self._links

    async def close(self) -> None:
        """End the connections that were not handed over."""
        links, self._links = list(self._links.values()), {}
        await asyncio.gather(*(each.conversation.close() for each in links))

    async def _link(self, channel: Channel, session_id: int) -> Link:
        made = await link(self._dialer, channel, session_id)
        self._links[channel.identity] = made
        return made


async def _is_accepted(arrival: Link) -> bool:
    """Wait for the destination's answer to DST_DO_SEAMLESS."""
    async for event in arrival.conversation.events():
        match event:
            case Received(main.MigrateDstSeamlessAck()):
                return True
            case Received(main.MigrateDstSeamlessNack()):
                return False
            case Received(message):
                raise ProtocolError(f"{type(message).__name__} came before the answer")
    raise ProtocolError("the destination left without an answer")
