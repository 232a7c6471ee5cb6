from __future__ import annotations

from collections import Counter

import pytest

from piment.keycodes import evdev_of, scancode_of

EVERY_CODE = [*range(0x100), *range(0xE000, 0xE100), 0xE11D45]


@pytest.mark.parametrize(
    ("code", "number"),
    [
        (0x01, 1),  # esc
        (0x1E, 30),  # a
        (0x39, 57),  # space
        (0x56, 86),  # 102nd
        (0x58, 88),  # f12
        (0x5D, 183),  # f13
        (0x73, 89),  # ro
        (0xE01C, 96),  # kpenter
        (0xE037, 99),  # sysrq
        (0xE038, 100),  # rightalt
        (0xE04D, 106),  # right
        (0xE030, 115),  # volumeup
        (0xE05B, 125),  # leftmeta
        (0xE11D45, 119),  # pause
    ],
)
def test_codes_beside_the_kernels_numbers(code: int, number: int) -> None:
    assert evdev_of(code) == number
    assert scancode_of(number) == code


@pytest.mark.parametrize(("code", "alone"), [(0x54, 0xE037), (0xE046, 0xE11D45)])
def test_a_key_is_found_by_what_it_sends_alone(code: int, alone: int) -> None:
    number = evdev_of(code)
    assert number is not None
    assert scancode_of(number) == alone


@pytest.mark.parametrize("code", [0x00, 0x60, 0x7F, 0x9E, 0xE02A, 0xE036, 0xE11D, 0x1E1E, -1])
def test_other_codes_are_no_keys(code: int) -> None:
    assert evdev_of(code) is None


@pytest.mark.parametrize("number", [0, 84, 195, 240, 30 + 0x100, -1])
def test_other_numbers_send_nothing(number: int) -> None:
    assert scancode_of(number) is None


def test_only_keys_that_change_their_code_share_a_number() -> None:
    uses = Counter(number for number in map(evdev_of, EVERY_CODE) if number is not None)
    assert {number for number, count in uses.items() if count > 1} == {99, 119}
    assert all(0 < number < 0xF8 for number in uses)  # X's keycodes end at 255


def test_every_number_leads_back_to_itself() -> None:
    numbers = {number for number in map(evdev_of, EVERY_CODE) if number is not None}
    for number in numbers:
        code = scancode_of(number)
        assert code is not None
        assert evdev_of(code) == number
