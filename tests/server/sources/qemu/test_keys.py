"""Which of QEMU's key numbers stands for which scancode."""

from __future__ import annotations

import pytest

from piment.server.sources.qemu.keys import number_of

# Verified in a guest: dbus-display.md 2.3.
NUMBERS = {
    0x1D: 0x1D,  # left ctrl
    0xE01D: 0x9D,  # right ctrl
    0xE038: 0xB8,  # right alt
    0xE05B: 0xDB,  # left meta
    0xE05D: 0xDD,  # menu
    0xE048: 0xC8,  # up
    0xE01C: 0x9C,  # keypad enter
    0xE035: 0xB5,  # keypad slash
    0x45: 0x45,  # num lock
    0x54: 0x54,  # print with alt
    0xE037: 0xB7,  # print
    0xE11D45: 0xC6,  # pause
    0xE046: 0xC6,  # pause with ctrl
    0x56: 0x56,  # the extra ISO key
    0x73: 0x73,  # ro
    0xE020: 0xA0,  # mute
    0xE05E: 0xDE,  # power
}


@pytest.mark.parametrize("code", NUMBERS)
def test_each_key_has_its_number(code: int) -> None:
    assert number_of(code) == NUMBERS[code]


@pytest.mark.parametrize("code", [0x80, 0xE0E0, 0xE11D46, 0xE17F7F, 0x1234])
def test_what_no_keyboard_sends_has_none(code: int) -> None:
    assert number_of(code) is None
