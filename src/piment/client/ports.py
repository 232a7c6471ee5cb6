"""Ports by their names, which servers tell only to who opens them."""

from __future__ import annotations

from piment.client.channels.port import PortChannel
from piment.client.connections import Connections
from piment.errors import ConnectError, Stage


async def open_port(connections: Connections, name: str) -> PortChannel:
    """Open one port after the other until one has this name; the others are closed again.

    Raises:
        ConnectError: there is none, or the server does not give one of them.

    """
    others: list[str] = []
    for key in [key for key in connections.offer if key[0] == PortChannel.kind.number]:
        port = connections.channels.get(key)
        if not isinstance(port, PortChannel) or port.port_name in (None, name):
            port = await connections.demand(key)
            assert isinstance(port, PortChannel)  # noqa: S101 - the registry has it so
            if await port.named() == name:
                return port
            await connections.dismiss(key)
        others.append(port.port_name or "one without a name")
    there_are = f"there are {', '.join(others)}" if others else "there are none at all"
    raise ConnectError(Stage.SESSION, f"the server has no port {name}", there_are)
