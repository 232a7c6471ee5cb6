from __future__ import annotations

import asyncio

import pytest

from piment.core.mechanisms.sealing import OVERHEAD_BYTES, Sealing, _Way, digest
from piment.errors import ProtocolError
from piment.transport.memory import MemoryTransport, pair
from piment.transport.sasl import SaslTransport

SESSION = digest(b"session")
ROOM = 10


def ends() -> tuple[SaslTransport, MemoryTransport, _Way, _Way]:
    """Return our end, the server's carrier, and what the server opens and seals with."""
    near, far = pair()
    layer = Sealing("rc4", SESSION, ROOM + OVERHEAD_BYTES)
    ways = (_Way("rc4", SESSION, way) for way in ("client-to-server", "server-to-client"))
    return SaslTransport(near, layer), far, *ways


async def test_what_is_written_is_sealed() -> None:
    near, far, opening, _ = ends()
    near.write(b"x" * 25)
    data = await far.read()
    assert near.unsent == 0
    sizes = []
    while data:
        end = 4 + int.from_bytes(data[:4], "big")
        sizes.append(len(opening.open(data[4:end])))
        data = data[end:]
    assert sizes == [ROOM, ROOM, 5]


async def test_what_is_read_is_opened_once_it_is_whole() -> None:
    near, far, _, sealing = ends()
    sealed = sealing.seal(b"something") + sealing.seal(b"more")
    reading = asyncio.ensure_future(near.read())
    far.write(sealed[:10])
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not reading.done()
    far.write(sealed[10:])
    assert await reading == b"somethingmore"
    await far.close()
    assert await near.read() == b""


async def test_what_was_changed_is_an_error() -> None:
    near, far, _, sealing = ends()
    sealed = bytearray(sealing.seal(b"something"))
    sealed[5] ^= 1
    far.write(bytes(sealed))
    with pytest.raises(ProtocolError, match="changed on its way"):
        await near.read()


async def test_the_carrier_is_what_it_was() -> None:
    near, far, _, _ = ends()
    assert (near.is_secure, near.is_local) == (False, True)
    assert near.peer.startswith("memory")
    await near.drain()
    await near.close()
    assert far.is_closed
    with pytest.raises(ConnectionError):
        await near.drain()
