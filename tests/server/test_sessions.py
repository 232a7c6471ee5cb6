"""The sessions of a server, by id."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from piment.server.session import Session
from piment.server.sessions import Sessions
from piment.server.viewer import Viewer


def session(session_id: int) -> Session:
    desk = SimpleNamespace(name="desk", scene=None, seat=None)
    return Session(desk, Viewer(session_id, "somebody"), ThreadPoolExecutor(1))


def test_it_begins_empty() -> None:
    sessions = Sessions()
    assert len(sessions) == 0
    assert list(sessions) == []
    assert sessions.find(0) is None


def test_a_session_is_found_by_its_id_until_it_ends() -> None:
    sessions = Sessions()
    one, other = session(5), session(6)
    sessions.add(one)
    sessions.add(other)
    assert (sessions.find(5), sessions.find(6), sessions.find(7)) == (one, other, None)
    sessions.discard(one)
    assert sessions.find(5) is None
    assert list(sessions) == [other]
    assert len(sessions) == 1


def test_each_channel_of_a_session_may_report_its_end() -> None:
    sessions = Sessions()
    one = session(5)
    sessions.add(one)
    sessions.discard(one)
    sessions.discard(one)
    assert len(sessions) == 0


def test_sessions_may_begin_and_end_while_they_are_told() -> None:
    sessions = Sessions()
    members = [session(number) for number in (1, 2, 3)]
    for member in members:
        sessions.add(member)
    told = []
    for member in sessions:
        told.append(member)
        sessions.discard(member)
        sessions.add(session(10 + len(told)))
        sessions.add(session(20 + len(told)))
    assert told == members
    assert [member.viewer.session_id for member in sessions] == [11, 21, 12, 22, 13, 23]


def test_an_id_is_not_0_and_nobody_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """0 asks for a new session; whoever has the id of another may join it (wire.md 2.4)."""
    sessions = Sessions()
    sessions.add(session(5))
    drawn = iter([0, 5, 0, 5, 9])
    asked = []

    def randbits(bits: int) -> int:
        asked.append(bits)
        return next(drawn)

    monkeypatch.setattr(secrets, "randbits", randbits)
    assert sessions.new_id() == 9
    assert set(asked) == {32}, "the whole width of the field, so that it cannot be guessed"
    assert sessions.find(9) is None, "only add takes it"
