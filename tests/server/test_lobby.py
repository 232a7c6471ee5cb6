"""The lobby by itself; that of a whole server is in test_server.py."""

from __future__ import annotations

import asyncio
import logging

import pytest

from piment.server import lobby as lobbies
from piment.server.lobby import Lobby


class Peer:
    """A task that waits in a lobby until it is let go on."""

    def __init__(self, lobby: Lobby, name: str) -> None:
        self.goes_on = asyncio.Event()
        self.task = asyncio.create_task(self._wait(lobby, name))

    async def _wait(self, lobby: Lobby, name: str) -> str:
        async with lobby.wait(name):
            await self.goes_on.wait()
        return name


async def test_a_place_is_given_back() -> None:
    lobby = Lobby()
    peers = [Peer(lobby, name) for name in "abc"]
    await asyncio.sleep(0)
    assert len(lobby) == 3
    for peer in peers:
        peer.goes_on.set()
    assert [await peer.task for peer in peers] == ["a", "b", "c"]
    assert len(lobby) == 0


async def test_who_fails_or_is_cancelled_gives_its_place_back_too() -> None:
    lobby = Lobby()
    with pytest.raises(ZeroDivisionError):
        async with lobby.wait("it"):
            raise ZeroDivisionError
    peer = Peer(lobby, "it")
    await asyncio.sleep(0)
    peer.task.cancel()
    await asyncio.wait([peer.task])
    assert len(lobby) == 0


async def test_who_takes_too_long_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lobbies, "LINK_SECONDS", 0.01)
    lobby = Lobby()
    with pytest.raises(TimeoutError):
        await Peer(lobby, "it").task
    assert len(lobby) == 0


async def test_who_has_waited_longest_makes_room(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(lobbies, "MOST_WAITING", 3)
    lobby = Lobby()
    peers = [Peer(lobby, name) for name in "abcde"]
    await asyncio.wait([peer.task for peer in peers[:2]])
    assert [peer.task.cancelled() for peer in peers] == [True, True, False, False, False]
    assert len(lobby) == 3
    assert caplog.record_tuples == [
        ("piment.server", logging.WARNING, f"peer={name} refused: 3 others came later and wait too")
        for name in "ab"
    ]
    for peer in peers[2:]:
        peer.goes_on.set()
    assert [await peer.task for peer in peers[2:]] == ["c", "d", "e"]
    assert len(lobby) == 0


async def test_who_goes_on_is_not_sent_away_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lobbies, "MOST_WAITING", 1)
    lobby = Lobby()
    first = Peer(lobby, "first")
    first.goes_on.set()
    assert await first.task == "first"
    second = Peer(lobby, "second")
    await asyncio.sleep(0)
    assert not second.task.cancelled()
    second.goes_on.set()
    assert await second.task == "second"
