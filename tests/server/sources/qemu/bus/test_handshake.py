"""Being let in."""

from __future__ import annotations

import asyncio
import os
import socket

import pytest

from piment.server.sources.qemu.bus import handshake
from piment.server.sources.qemu.bus.error import BusError
from piment.server.sources.qemu.bus.handshake import authenticate
from tests.server.sources.qemu.bus.ends import let_in


@pytest.fixture
def pair() -> tuple[socket.socket, socket.socket]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for end in (ours, theirs):
            end.setblocking(False)
        yield ours, theirs


async def test_it_says_who_and_wants_descriptors(pair: tuple[socket.socket, socket.socket]) -> None:
    said, _ = await asyncio.gather(let_in(pair[1]), authenticate(pair[0]))
    who = str(os.geteuid()).encode().hex().encode()
    assert said == [b"\0AUTH EXTERNAL " + who + b"\r\n", b"NEGOTIATE_UNIX_FD\r\n", b"BEGIN\r\n"]


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([b"REJECTED DBUS_COOKIE_SHA1\r\n"], "REJECTED"),
        ([b"OK 1234\r\n", b"ERROR\r\n"], "descriptor support not available"),
        ([b"x" * 9000], "Too much data"),
    ],
)
async def test_who_is_not_let_in_hears_why(
    pair: tuple[socket.socket, socket.socket], answers: list[bytes], reason: str
) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(let_in(pair[1], answers))
        with pytest.raises(BusError, match=reason):
            await authenticate(pair[0])


async def test_who_hangs_up_is_told(pair: tuple[socket.socket, socket.socket]) -> None:
    pair[1].shutdown(socket.SHUT_RDWR)
    with pytest.raises(BusError, match=r"handshake failed|hung up"):
        await authenticate(pair[0])


async def test_silence_has_an_end(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handshake, "_TIMEOUT_S", 0.01)
    with pytest.raises(BusError, match="no answer to the D-Bus handshake"):
        await authenticate(pair[0])
