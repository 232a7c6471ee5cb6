from __future__ import annotations

import ast
import inspect

import pytest

from piment import limits
from piment.limits import most_body
from tests.protocol.constants import CONSTANTS

MAIN, DISPLAY, INPUTS, CURSOR = (
    CONSTANTS["channels"][name] for name in ("main", "display", "inputs", "cursor")
)
USBREDIR = CONSTANTS["channels"]["usbredir"]


def test_every_limit_gives_its_reason() -> None:
    body = ast.parse(inspect.getsource(limits)).body
    for statement, next_statement in zip(body, [*body[1:], None], strict=True):
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            name = ast.unparse(statement).partition(" ")[0]
            assert isinstance(next_statement, ast.Expr), f"{name} has no reason"
            assert isinstance(next_statement.value, ast.Constant), f"{name} has no reason"


@pytest.mark.parametrize(
    ("limit", "constant"),
    [
        (limits.MOST_LINK_BYTES, "SERVER_LINK_MESS_MAX_SIZE"),
        (limits.MOST_CAPABILITY_WORDS, "SERVER_LINK_MAX_CAP_WORDS"),
        (limits.MOST_PASSWORD_BYTES, "SPICE_MAX_PASSWORD_LENGTH"),
    ],
)
def test_limits_of_the_specification_are_ours(limit: int, constant: str) -> None:
    assert limit == CONSTANTS["misc"][constant]


def test_what_the_reference_programs_send_fits() -> None:
    misc, vdagent = CONSTANTS["misc"], CONSTANTS["vdagent"]["constants"]
    assert misc["NET_TEST_BYTES"] <= limits.MOST_PING_BYTES
    assert vdagent["VD_AGENT_MAX_DATA_SIZE"] == limits.MOST_AGENT_PIECE_BYTES
    assert limits.MOST_STREAM_BYTES >= 65568


@pytest.mark.parametrize(
    ("channel_type", "size"), [(MAIN, 26624), (DISPLAY, 1024), (INPUTS, 2048), (CURSOR, 1024)]
)
def test_a_server_takes_what_the_reference_server_takes(channel_type: int, size: int) -> None:
    assert most_body(channel_type, from_client=True) == size


def test_streams_of_devices_have_room() -> None:
    assert most_body(USBREDIR, from_client=True) >= limits.MOST_STREAM_BYTES


def test_a_client_takes_the_largest_image() -> None:
    assert most_body(DISPLAY, from_client=False) > limits.MOST_IMAGE_BYTES
    assert most_body(MAIN, from_client=False) > limits.MOST_PING_BYTES
    assert most_body(CURSOR, from_client=False) > limits.MOST_CURSOR_BYTES
