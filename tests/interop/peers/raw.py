"""A client of bytes: the link stage by the specification (wire.md 2) instead of by our code."""

from __future__ import annotations

import asyncio
import struct
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

MAGIC = b"REDQ"
COMMON_CAPS = 0b1001  # authentication is selected, mini headers
REPLY_BYTES = 178  # without capabilities
MAIN, DISPLAY, INPUTS, PLAYBACK = 1, 2, 3, 5
SPICE_TICKET = struct.pack("<I", 1)
OAEP = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)  # noqa: S303 - SPICE's choice
PATIENCE_S = 20.0


def link_message(
    channel: int, channel_id: int = 0, session: int = 0, *, offset: int = 18, magic: bytes = MAGIC
) -> bytes:
    """Return a link header and message, with one word of common capabilities at `offset`."""
    message = struct.pack("<IBBIII", session, channel, channel_id, 1, 0, offset)
    return link_header(22, magic=magic) + message + struct.pack("<I", COMMON_CAPS)


def link_header(size: int, *, major: int = 2, magic: bytes = MAGIC) -> bytes:
    """Return a header that announces `size` bytes."""
    return magic + struct.pack("<III", major, 2, size)


def error_reply(code: int) -> bytes:
    """Return what a server answers that refuses a link message: all zero but the code."""
    return link_header(REPLY_BYTES) + struct.pack("<I", code) + bytes(REPLY_BYTES - 4)


def result(code: int) -> bytes:
    """Return what a server answers to a ticket."""
    return struct.pack("<I", code)


@dataclass
class RawClient:
    """One connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def connect(cls, port: int) -> RawClient:
        """Connect to a port of 127.0.0.1."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def rest(self) -> bytes:
        """Return all that comes until the server closes; close too."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self.reader.read()
        finally:
            await self.close()

    async def close(self) -> None:
        """Leave."""
        self.writer.close()
        await self.writer.wait_closed()

    async def link(self, message: bytes) -> bytes:
        """Send a link message that is accepted; return the server's public key."""
        self.writer.write(message)
        async with asyncio.timeout(PATIENCE_S):
            header = await self.reader.readexactly(16)
            reply = await self.reader.readexactly(struct.unpack("<I", header[12:])[0])
        assert reply[:4] == bytes(4), f"link error {reply[0]}"
        return reply[4:166]

    async def present(self, message: bytes, password: bytes) -> None:
        """Send a link message that is accepted, and a ticket with this password."""
        key = serialization.load_der_public_key(await self.link(message))
        assert isinstance(key, rsa.RSAPublicKey)
        self.writer.write(SPICE_TICKET + key.encrypt(password + b"\0", OAEP))

    async def join(self, password: bytes) -> int:
        """Open a main channel; return the id of the new session."""
        await self.present(link_message(MAIN), password)
        async with asyncio.timeout(PATIENCE_S):
            assert await self.reader.readexactly(4) == result(0)
            kind, size = struct.unpack("<HI", await self.reader.readexactly(6))
            init = await self.reader.readexactly(size)
        assert (kind, size) == (103, 32)
        return int(struct.unpack("<I", init[:4])[0])
