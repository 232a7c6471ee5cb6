from __future__ import annotations

import pytest

from piment.core.describe import describe
from piment.protocol import common, display, inputs, main
from piment.protocol.framing import SubMessage
from piment.protocol.link import LinkErr


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (common.Ack(), "Ack()"),
        (common.Ping(1, 2, bytes(256_000)), "Ping(id=1, timestamp=2, padding=<256000 bytes>)"),
        (inputs.KeyDown(0x1E), "KeyDown(code=30)"),
        (main.AgentDisconnected(LinkErr.OK), "AgentDisconnected(error_code=OK)"),
        (
            inputs.MouseMotion(-1, 2, inputs.MouseButtonMask(5)),
            "MouseMotion(dx=-1, dy=2, buttons_state=LEFT|RIGHT)",
        ),
        (
            inputs.MouseMotion(0, 0, inputs.MouseButtonMask(0)),
            "MouseMotion(dx=0, dy=0, buttons_state=0)",
        ),
        (
            common.List([SubMessage(5, b"ab")]),
            "List(sub_messages=[SubMessage(type=5, body=<2 bytes>)])",
        ),
        (
            display.InvalList(
                [display.ResourceId(display.ResourceType.PIXMAP, id=i) for i in range(9)]
            ),
            "InvalList(resources=["
            + ", ".join(f"ResourceId(type=PIXMAP, id={i})" for i in range(4))
            + ", and 5 more])",
        ),
        (None, "None"),
    ],
)
def test_messages_are_one_short_line(value: object, line: str) -> None:
    assert describe(value) == line


def test_flags_that_have_no_name_are_shown() -> None:
    assert describe(inputs.MouseButtonMask(0x4001)) == "LEFT|16384"


def test_the_largest_message_is_still_short() -> None:
    resources = [display.ResourceId(display.ResourceType.PIXMAP, 2**64 - 1)] * 65535
    assert len(describe(display.InvalList(resources))) < 300


def test_nothing_of_what_is_written_into_a_message_breaks_the_line() -> None:
    name = main.Name(name=b"line\nbreak\x1b[3m")
    assert describe(name) == "Name(name=<14 bytes>)"
