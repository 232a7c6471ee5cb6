from __future__ import annotations

from typing import get_args

from piment.client import events


def test_every_event_belongs_to_the_union() -> None:
    declared = {
        value
        for value in vars(events).values()
        if isinstance(value, type) and value.__module__ == events.__name__
    }
    assert declared == set(get_args(events.Event))
