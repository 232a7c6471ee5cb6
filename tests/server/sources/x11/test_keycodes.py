from __future__ import annotations

import pytest

from piment.server.sources.x11.keycodes import keycode_of, repeats


@pytest.mark.parametrize(
    ("code", "keycode"),
    [
        (0x01, 9),  # Escape
        (0x1E, 38),  # A
        (0x56, 94),  # the 102nd key
        (0xE037, 107),  # Print
        (0xE04D, 114),  # Right
        (0xE05B, 133),  # logo
        (0xE11D45, 127),  # Pause
    ],
)
def test_keys_have_the_kernels_number_plus_eight(code: int, keycode: int) -> None:
    assert keycode_of(code) == keycode


@pytest.mark.parametrize("code", [0x00, 0xE02A, 0x1E1E])
def test_other_codes_are_no_keys(code: int) -> None:
    assert keycode_of(code) is None


def test_locks_and_modifiers_do_not_repeat() -> None:
    assert not any(map(repeats, (0x3A, 0x45, 0x46, 0x2A, 0x36, 0x1D, 0xE01D, 0x38, 0xE05C)))
    assert all(map(repeats, (0x1E, 0x0E, 0x39, 0xE04D, 0xE053)))
