from __future__ import annotations

import pytest

from piment.limits import MOST_AGENT_MESSAGE_BYTES
from piment.protocol.agent import AgentCap, MessageType, VDAgentMessage
from piment.protocol.capabilities import Capabilities
from piment.server.agent.filters import Filters

CLIPBOARD = {4, 7, 8, 9}
FILES = {10, 11, 12}


def head(number: int, size: int = 0) -> VDAgentMessage:
    return VDAgentMessage(1, number, 0, size)


@pytest.mark.parametrize(
    ("filters", "kept_back"),
    [
        (Filters(), set()),
        (Filters(clipboard=False), CLIPBOARD),
        (Filters(file_transfer=False), FILES),
        (Filters(clipboard=False, file_transfer=False), CLIPBOARD | FILES),
    ],
)
def test_what_passes(filters: Filters, kept_back: set[int]) -> None:
    """agent.md 4.3; unknown types pass."""
    numbers = [int(each) for each in MessageType] + [0, 17, 0xFFFFFFFF]
    assert {number for number in numbers if not filters.pass_on(head(number))} == kept_back


def test_what_is_monstrous_does_not_pass(caplog: pytest.LogCaptureFixture) -> None:
    assert Filters().pass_on(head(4, MOST_AGENT_MESSAGE_BYTES))
    assert not Filters().pass_on(head(4, MOST_AGENT_MESSAGE_BYTES + 1))
    assert "nobody gets it" in caplog.text


def test_what_the_agent_can_do_is_told_accordingly() -> None:
    """agent.md 3.1: bits 3, 5, 6 are cleared, bit 13 is set."""
    every = Capabilities(AgentCap) - Capabilities([AgentCap.FILE_XFER_DISABLED])
    assert Filters().announced(every) == every
    assert set(every) - set(Filters(clipboard=False).announced(every)) == {3, 5, 6}
    assert set(Filters(file_transfer=False).announced(every)) - set(every) == {13}
    assert set(Filters(clipboard=False, file_transfer=False).announced(Capabilities())) == {13}
