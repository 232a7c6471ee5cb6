"""What clients of WebSocket say, byte for byte."""

from __future__ import annotations

import asyncio
import struct

from piment.transport.base import Transport

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def request(**changed: str | None) -> bytes:
    """Return the upgrade request of RFC 6455 1.2, with some headers changed or left out."""
    headers: dict[str, str | None] = {
        "Host": "server.example.com",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Protocol": "binary",
    }
    headers |= {name.replace("_", "-"): value for name, value in changed.items()}
    lines = [f"{name}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join(["GET /any/path HTTP/1.1", *lines, "", ""]).encode("latin-1")


def frame(opcode: int, data: bytes = b"", *, fin: bool = True, rsv: int = 0) -> bytes:
    """Return a client's frame, masked with zeros."""
    first = opcode | rsv << 4 | fin << 7
    match len(data):
        case size if size < 126:
            head = struct.pack(">BB", first, 0x80 | size)
        case size if size < 1 << 16:
            head = struct.pack(">BBH", first, 0x80 | 126, size)
        case size:
            head = struct.pack(">BBQ", first, 0x80 | 127, size)
    return head + bytes(4) + data


async def everything(near: Transport) -> bytes:
    """Read to the end, which must come."""
    data = b""
    async with asyncio.timeout(1):
        while more := await near.read():
            data += more
    return data
