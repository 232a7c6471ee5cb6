from __future__ import annotations

import ast
from pathlib import Path

import pytest

from piment import limits
from piment.protocol.channel import CHANNELS

SOURCE = Path(limits.__file__).read_text()


def test_every_limit_has_its_reason() -> None:
    body = ast.parse(SOURCE).body
    for limit, reason in zip(body, [*body[1:], None], strict=True):
        if isinstance(limit, ast.Assign):
            assert isinstance(reason, ast.Expr), ast.unparse(limit)
            assert isinstance(reason.value, ast.Constant)
            assert len(str(reason.value.value)) > 20


@pytest.mark.parametrize(
    ("channel", "most"),
    [("main", 4096 + 11 * 2048), ("display", 1024), ("cursor", 1024), ("inputs", 2048)],
)
def test_what_clients_may_send_is_what_the_reference_server_takes(channel: str, most: int) -> None:
    """wire.md 3.1."""
    assert limits.most_body(CHANNELS[channel].number, from_client=True) == most


def test_limits_of_parts_fit_into_the_limits_of_bodies() -> None:
    display = CHANNELS["display"].number
    most = limits.most_body(display, from_client=False)
    assert most >= 2 * limits.MOST_IMAGE_BYTES
    assert most > limits.MOST_SUB_MESSAGES * limits.MOST_SUB_MESSAGE_BYTES
    for channel in CHANNELS.values():
        most = limits.most_body(channel.number, from_client=False)
        assert most > limits.MOST_MIGRATE_BYTES
        assert most > limits.MOST_PING_BYTES
    assert limits.most_body(1, from_client=True) > limits.MOST_AGENT_PIECE_BYTES
    assert limits.most_body(3, from_client=True) > limits.MOST_SCANCODE_BYTES
    assert limits.MOST_SUB_MESSAGE_BYTES >= 2 + 9 * limits.MOST_RESOURCES  # an INVAL_LIST


def test_every_channel_has_a_limit_in_both_directions() -> None:
    for channel in CHANNELS.values():
        for from_client in (True, False):
            most = limits.most_body(channel.number, from_client=from_client)
            assert 1024 <= most <= 1 << 30
