"""What the tests of the server share."""

from __future__ import annotations

import pytest

from piment.core.ticket import TicketKey
from piment.server import keys

_KEY = TicketKey()


@pytest.fixture(autouse=True)
def _one_key(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all connections share a key: making one takes longer than most tests."""
    if request.module.__name__.rpartition(".")[2] != "test_keys":
        monkeypatch.setattr(keys, "TicketKey", lambda: _KEY)
