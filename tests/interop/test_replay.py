"""The recorder and the replay of the benches: a session said again gives the same picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from benches.capture import capture
from benches.client import Cost, glib_client, piment, spicy_stats
from benches.recording import Channel, Message, Recording
from benches.replay import Replay
from tests.interop.peers.packages import need
from tests.interop.peers.pictures import difference
from tests.interop.peers.raw import MAIN, RawClient, link_message, result

GREETING = Recording([Channel(MAIN, 0, [0b1011], [0])], [Message(0.0, 0, 103, bytes(32))])


async def test_a_recorded_session_is_said_again_to_any_client(tmp_path: Path) -> None:
    need("xserver-xspice", "openbox", "spice-client-gtk", "gir1.2-spiceclientglib-2.0")
    steps: list[str] = []
    recorded = await capture("root", tell=steps.append)
    assert len(steps) == 19
    recorded.save(tmp_path / "session")
    recording = Recording.load(tmp_path / "session")
    assert recording == recorded
    assert {(1, 0), (2, 0), (3, 0), (4, 0)} == {channel.key for channel in recording.channels}
    assert 0 < recording.seconds < 100

    for name in ("stats", "glib", "ours"):
        (tmp_path / name).mkdir()
    costs: list[Cost] = [(await spicy_stats(recording, tmp_path / "stats"))[0]]
    cost, theirs = await glib_client(recording, tmp_path / "glib")
    costs.append(cost)
    cost, ours = await piment(recording, tmp_path / "ours")
    costs.append(cost)
    assert difference(ours, theirs) == ""
    assert theirs.any()
    assert all(0 <= cost.session_s <= cost.all_s for cost in costs)
    assert all(cost.peak_bytes > 1 << 20 for cost in costs)


async def test_a_viewer_that_does_not_come_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benches.replay.PATIENCE_S", 0.1)
    async with Replay(GREETING) as replay:
        with pytest.raises(TimeoutError):
            await replay.joined()
        with pytest.raises(TimeoutError):
            await replay.play()


async def test_a_viewer_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benches.replay.PATIENCE_S", 0.5)
    async with Replay(GREETING) as replay:
        client = await RawClient.connect(replay.port)
        await client.present(link_message(MAIN), b"")
        await replay.joined()
        assert await client.reader.readexactly(4) == result(0)
        with pytest.raises(TimeoutError):
            await replay.play()
        await client.close()
