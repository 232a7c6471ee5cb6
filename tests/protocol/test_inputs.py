from __future__ import annotations

import pytest

from piment.protocol import inputs
from piment.protocol.inputs import KeyboardModifierFlags, MouseButton, MouseButtonMask
from piment.wire import Struct, WireError
from tests.wire.checks import check_bytes


@pytest.mark.parametrize(
    ("value", "text"),
    [
        # wire.md 21.8
        (inputs.MouseMotion(-3, 5, MouseButtonMask.LEFT), "fd ff ff ff 05 00 00 00 01 00"),
        (inputs.Init(KeyboardModifierFlags.NUM_LOCK), "0200"),
        (inputs.KeyModifiers(KeyboardModifierFlags(5)), "0500"),
        (inputs.MouseMotionAck(), ""),
        (inputs.KeyDown(0x4DE0), "e04d0000"),
        (inputs.KeyUp(0xCDE0), "e0cd0000"),
        (inputs.KeyScancode(b"\x1e\x9e"), "1e9e"),
        (inputs.MousePosition(640, 480, MouseButtonMask.RIGHT, 1), "80020000 e0010000 0400 01"),
        (inputs.MousePress(MouseButton.UP, MouseButtonMask.UP), "04 0800"),
        (inputs.MouseRelease(MouseButton.EXTRA, MouseButtonMask(0)), "07 0000"),
    ],
)
def test_values_and_their_bytes(value: Struct, text: str) -> None:
    check_bytes(value, text)


def test_an_unknown_button_is_an_error() -> None:
    with pytest.raises(WireError, match=r"MousePress\.button: 8 is none of 0, 1, 2, 3, 4, 5, 6, 7"):
        inputs.MousePress.unpack(b"\x08\0\0")


def test_unknown_buttons_of_a_mask_survive() -> None:
    assert inputs.MouseMotion.unpack(bytes(8) + b"\x81\x01").buttons_state == 0x181
