from __future__ import annotations

import typing
from copy import copy

import pytest

from piment.core.events import (
    Dropped,
    Linked,
    LinkEvent,
    LinkRefused,
    LinkRequest,
    MessageEvent,
    Received,
    Run,
)
from piment.protocol.capabilities import Capabilities
from piment.protocol.inputs import KeyDown
from piment.protocol.link import LinkErr

REQUEST = LinkRequest(0, 1, 0, Capabilities([0]), Capabilities([1]))
EVENTS = [
    REQUEST,
    Linked(REQUEST, True, Capabilities([3])),
    LinkRefused(LinkErr.NEED_SECURED, "why"),
    Received(KeyDown(30), 1),
    Dropped(999, 3, "why"),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_events_are_values(event: typing.Any) -> None:
    assert event == copy(event)
    assert hash(event) == hash(copy(event))
    with pytest.raises(AttributeError):
        setattr(event, event.__match_args__[0], None)


def test_events_can_be_matched_by_position() -> None:
    match EVENTS[2]:
        case LinkRefused(code, why):
            assert (code, why) == (LinkErr.NEED_SECURED, "why")
    match EVENTS[4]:
        case Dropped(number, size, _):
            assert (number, size) == (999, 3)


def test_the_unions_name_all_events() -> None:
    assert {Linked, LinkRefused} == set(typing.get_args(LinkEvent))
    assert {Received, Run, Dropped} == set(typing.get_args(MessageEvent))
