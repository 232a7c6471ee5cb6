"""Dialogues that read messages of one shape as runs of rows."""

from __future__ import annotations

import pytest

from piment.core import dialogue as dialogues
from piment.core.dialogue import Dialogue
from piment.core.events import Received, Run
from piment.protocol import channel as channels
from piment.protocol import common, display
from piment.protocol.channel import Message, Side
from piment.wire import Shape
from tests.core.test_dialogue import WAIT, client, packed, server

SHAPES = {display.SurfaceDestroy: Shape(display.SurfaceDestroy(surface_id=0))}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogues, "MESSAGES_BEFORE_RUNS", 0)


def runner(*, mini: bool = True) -> Dialogue:
    return Dialogue(channels.display, Side.CLIENT, mini_header=mini, shapes=lambda: SHAPES)


def destroys(*ids: int) -> list[Message]:
    return [display.SurfaceDestroy(surface_id=each) for each in ids]


def test_messages_of_a_shape_come_as_runs() -> None:
    messages = [*destroys(1, 2), display.Mark(), *destroys(3), WAIT]
    data = packed(*messages, by=server(channels.display))
    assert list(runner().receive(data)) == [
        Run(display.SurfaceDestroy, [(1,), (2,)], 2),
        Received(display.Mark(), 3),
        Run(display.SurfaceDestroy, [(3,)], 4),
        Received(WAIT, 5),
    ]


@pytest.mark.parametrize("size", [1, 3, 11])
def test_runs_are_cut_where_the_bytes_are(size: int) -> None:
    data = packed(*destroys(1, 2, 3), display.Mark(), by=server(channels.display))
    dialogue, rows = runner(), []
    for at in range(0, len(data), size):
        for event in dialogue.receive(data[at : at + size]):
            rows += event.rows if isinstance(event, Run) else [event]
    assert rows == [(1,), (2,), (3,), Received(display.Mark(), 4)]


def test_every_message_of_a_run_counts_for_the_window() -> None:
    dialogue, peer = runner(), server(channels.display)
    ack = common.SetAck(generation=1, window=2)
    list(dialogue.receive(packed(ack, *destroys(*range(5)), by=peer)))
    answers = packed(common.AckSync(generation=1), common.Ack(), common.Ack(), by=client())
    assert dialogue.take_output() == answers


def test_the_first_messages_come_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogues, "MESSAGES_BEFORE_RUNS", 2)
    data = packed(*destroys(1, 2, 3, 4), by=server(channels.display))
    assert list(runner().receive(data)) == [
        *(Received(message, serial) for serial, message in enumerate(destroys(1, 2), 1)),
        Run(display.SurfaceDestroy, [(3,), (4,)], 4),
    ]


def test_with_the_full_header_there_are_no_runs() -> None:
    data = packed(*destroys(1), by=server(channels.display, mini=False))
    assert list(runner(mini=False).receive(data)) == [Received(destroys(1)[0], 1)]
