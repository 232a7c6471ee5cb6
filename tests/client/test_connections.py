from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from piment.client.connections import Connections
from piment.client.options import Options
from piment.client.shared import Shared
from piment.client.target import Target
from piment.errors import ConnectError, ProtocolError
from piment.protocol import channel as channels
from piment.protocol import display
from piment.protocol.display import VideoCodecType
from piment.protocol.image import ImageCompression
from tests.client.ear import ALL
from tests.client.host import Host


async def test_they_may_be_opened_and_closed_again_and_again() -> None:
    shared = Shared(ThreadPoolExecutor(1))
    async with Host(offers=ALL) as host:
        connections = Connections(shared, host.target, Options())
        before = dict(connections.channels)
        for _ in range(2):
            await connections.open()
            assert set(connections.links) == {(1, 0), *ALL}
            assert before.items() <= connections.channels.items()
            before = dict(connections.channels)
            await connections.close()
            assert connections.links == {}
            assert not connections.main.is_linked
            for line in host.lines.values():
                await line.ended()


async def test_wishes_are_told_to_every_display() -> None:
    wishes = Options(
        compression=ImageCompression.LZ4, codecs=(VideoCodecType.VP9, VideoCodecType.MJPEG)
    )
    async with Host(offers=((2, 0), (2, 1))) as host:
        connections = Connections(Shared(ThreadPoolExecutor(1)), host.target, wishes)
        await connections.open()
        for number in (0, 1):
            line = await host.line(channels.display, number)
            told = await line.next(display.PreferredCompression)
            assert told.image_compression is ImageCompression.LZ4
            assert (await line.next(display.PreferredVideoCodecType)).codecs == b"\x04\x01"
        await connections.close()


async def test_what_is_lost_says_why() -> None:
    async with Host(offers=ALL) as host:
        connections = Connections(Shared(ThreadPoolExecutor(1)), host.target, Options())
        await connections.open()
        waiting = [asyncio.create_task(connections.lost()) for _ in range(2)]
        waiting.pop().cancel()
        await (await host.line(channels.main)).close()
        assert (await waiting[0]).reason == "main:0: the server closed it"
        await connections.close()


async def test_a_channel_moves_nowhere_by_itself() -> None:
    connections = Connections(
        Shared(ThreadPoolExecutor(1)), Target(host="localhost", port=1), Options()
    )
    with pytest.raises(ProtocolError, match="main:0 migrates, and no migration is under way"):
        connections.moved(connections.main)
    with pytest.raises(RuntimeError, match="never opened"):
        await connections.lost()


async def test_a_failed_opening_can_be_closed() -> None:
    async with Host() as gone:
        target = gone.target
    connections = Connections(Shared(ThreadPoolExecutor(1)), target, Options())
    with pytest.raises(ConnectError):
        await connections.open()
    await connections.close()
