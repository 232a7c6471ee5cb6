"""Which way leads to a channel of a target."""

from __future__ import annotations

from pathlib import Path

from piment.client.target import Target
from piment.errors import ConnectError, Stage
from piment.protocol.channel import CHANNELS
from piment.record import Record
from piment.transport.address import Address


class Route(Record):
    """Where to connect to, and what to do there first."""

    place: Address | Path
    """A host and port, or a UNIX socket."""
    tls: bool = False
    websocket_path: str | None = None


def choose(target: Target, channel_type: int, *, secure: bool | None = None) -> Route:
    """Return the way to a channel; `secure` None leaves to the target whether that is TLS.

    A channel that the target wants secure gets TLS in any case. Nobody can listen at a UNIX socket,
    which is as good.

    Raises:
        ConnectError: the target has no such way.

    """
    if target.unix_path is not None:
        if secure:
            raise _no_way(target, channel_type, "TLS, and there is none over a UNIX socket")
        return Route(target.unix_path, websocket_path=target.websocket_path)
    if target.demands_tls(channel_type) or (secure is None and target.port is None):
        secure = True
    port = target.tls_port if secure else target.port
    if port is None:
        lacking = "TLS, and the target has no TLS port" if secure else "a plain port"
        raise _no_way(target, channel_type, lacking)
    assert target.host is not None  # noqa: S101 - else it is a UNIX socket
    return Route(Address(target.host, port), bool(secure), target.websocket_path)


def _no_way(target: Target, channel_type: int, lacking: str) -> ConnectError:
    name = CHANNELS[channel_type].name if channel_type in CHANNELS else f"of type {channel_type}"
    return ConnectError(
        Stage.TARGET,
        f"{target}: the channel {name} needs {lacking}",
        "name both ports, such as spice://HOST?port=5900&tls-port=5901",
    )
