"""The webdav channel: HTTP connections of the guest to a folder of the client (wire.md 11).

The channel is a port; in its stream, both directions, stand frames of many connections.
"""

from __future__ import annotations

from typing import Annotated

from piment.protocol.port import CompressedData, Data, Event, Init, PortEvent
from piment.wire import Struct, counted, i64, u16

__all__ = ["PORT_NAME", "CompressedData", "Data", "Event", "Frame", "Init", "PortEvent"]

PORT_NAME = b"org.spice-space.webdav.0"


class Frame(Struct):
    """Bytes of one HTTP connection; a new id opens one, no bytes close it."""

    client_id: i64
    data: Annotated[bytes, counted(u16, 0xFFFF)]
