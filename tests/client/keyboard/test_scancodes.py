from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.client.keyboard.names import KEYS
from piment.client.keyboard.scancodes import break_code, make_code, press, release, stroke
from piment.server.channels.scancodes import ScancodeReader

CASES = [
    (0x1E, "1e", "9e", 0x1E, 0x9E),  # A
    (0x45, "45", "c5", 0x45, 0xC5),  # Num Lock
    (0x54, "54", "d4", 0x54, 0xD4),  # SysRq
    (0x58, "58", "d8", 0x58, 0xD8),  # F12
    (0x7E, "7e", "fe", 0x7E, 0xFE),  # the keypad's comma
    (0xE01C, "e01c", "e09c", 0x1CE0, 0x9CE0),  # the keypad's Enter
    (0xE037, "e037", "e0b7", 0x37E0, 0xB7E0),  # Print
    (0xE046, "e046", "e0c6", 0x46E0, 0xC6E0),  # Break
    (0xE04D, "e04d", "e0cd", 0x4DE0, 0xCDE0),  # Right
    (0xE05B, "e05b", "e0db", 0x5BE0, 0xDBE0),  # Super
    (0xE11D45, "e11d45", "e19dc5", 0x451DE1, 0xC59DE1),  # Pause
]


@pytest.mark.parametrize(("code", "down", "up", "down_code", "up_code"), CASES)
def test_keys_beside_their_bytes(
    code: int, down: str, up: str, down_code: int, up_code: int
) -> None:
    assert press(code).hex() == down
    assert release(code).hex() == up
    assert stroke(code).hex() == down + up
    assert make_code(code) == down_code
    assert break_code(code) == up_code


@pytest.mark.parametrize("form", [press, release, stroke, make_code, break_code])
@pytest.mark.parametrize(
    "code",
    [-0x1E, 0, 0x80, 0x9E, 0xFF, 0x1E1E, 0xE000, 0xE0CD, 0xE12D, 0xE01D45, 0xE10045, 0xE11DC5],
)
def test_other_numbers_are_no_make_codes(form: Callable[[int], object], code: int) -> None:
    with pytest.raises(ValueError, match=f"{code:#x} is no make code"):
        form(code)


@given(st.lists(st.sampled_from(sorted(KEYS.values()))))
def test_a_server_reads_every_named_key(codes: list[int]) -> None:
    sent = b"".join(stroke(code) for code in codes)
    heard = list(ScancodeReader().read(sent))
    assert heard == [(code, pressed) for code in codes for pressed in (True, False)]
