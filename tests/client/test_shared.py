from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from piment.client.events import Connected, Event
from piment.client.shared import Shared


def test_listeners_hear_events_until_they_stop() -> None:
    shared = Shared(ThreadPoolExecutor(1))
    heard: list[Event] = []
    stop = shared.listen(heard.append)
    shared.tell(Connected())
    stop()
    shared.tell(Connected())
    assert heard == [Connected()]


def test_a_listener_may_stop_while_it_hears() -> None:
    shared = Shared(ThreadPoolExecutor(1))
    heard: list[Event] = []

    def once(event: Event) -> None:
        heard.append(event)
        stop()

    stop = shared.listen(once)
    shared.listen(heard.append)
    shared.tell(Connected())
    shared.tell(Connected())
    assert len(heard) == 3
