"""What viewers take for an agent."""

from __future__ import annotations

import inspect

import pytest

from piment.server.agent.base import Agent, discard
from piment.server.agent.guest import GuestAgent
from piment.server.agent.standin import StandIn


@pytest.mark.parametrize("kind", [GuestAgent, StandIn])
@pytest.mark.parametrize("member", ["begin", "route", "end"])
def test_each_kind_has_all_that_is_asked(kind: type, member: str) -> None:
    asked, given = getattr(Agent, member), getattr(kind, member)
    assert inspect.signature(given) == inspect.signature(asked)


def test_each_kind_is_told_apart() -> None:
    assert (GuestAgent.name, StandIn.name) == ("guest", "stand-in")


def test_what_is_discarded_is_done_with() -> None:
    assert discard(b"piece")
