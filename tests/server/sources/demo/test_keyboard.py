import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.server.scene.actions import Key
from piment.server.scene.updates import Leds
from piment.server.sources.demo.keyboard import (
    CAPS_LOCK,
    NUM_LOCK,
    SCROLL_LOCK,
    Edit,
    Keyboard,
    Stroke,
)

SHIFT, RIGHT_SHIFT, CONTROL = 0x2A, 0x36, 0x1D


def tap(keyboard: Keyboard, code: int) -> Stroke | None:
    stroke = keyboard.turn(Key(code, pressed=True))
    assert keyboard.turn(Key(code, pressed=False)) is None
    return stroke


def taps(keyboard: Keyboard, *codes: int) -> str:
    return "".join(str(tap(keyboard, code)) for code in codes)


def row(first: int, count: int) -> range:
    return range(first, first + count)


@pytest.mark.parametrize(
    ("codes", "plain", "shifted"),
    [
        (row(0x02, 12), "1234567890-=", "!@#$%^&*()_+"),
        (row(0x10, 12), "qwertyuiop[]", "QWERTYUIOP{}"),
        (row(0x1E, 12), "asdfghjkl;'`", 'ASDFGHJKL:"~'),
        (row(0x2B, 11), "\\zxcvbnm,./", "|ZXCVBNM<>?"),
        ((0x0F, 0x1C, 0x39, 0x56, 0x37, 0xE01C, 0xE035), "\t\n <*\n/", "\t\n >*\n/"),
    ],
)
def test_the_us_layout(codes: tuple[int, ...], plain: str, shifted: str) -> None:
    keyboard = Keyboard()
    assert taps(keyboard, *codes) == plain
    for shift in (SHIFT, RIGHT_SHIFT):
        keyboard.turn(Key(shift, pressed=True))
        assert taps(keyboard, *codes) == shifted
        keyboard.turn(Key(shift, pressed=False))
    assert taps(keyboard, *codes) == plain


def test_caps_lock_concerns_letters_only_and_shift_undoes_it() -> None:
    keyboard = Keyboard()
    tap(keyboard, CAPS_LOCK)
    assert taps(keyboard, 0x1E, 0x02) == "A1"
    keyboard.turn(Key(SHIFT, pressed=True))
    assert taps(keyboard, 0x1E, 0x02) == "a!"


@pytest.mark.parametrize(
    ("lock", "leds"),
    [
        (CAPS_LOCK, Leds(caps_lock=True)),
        (NUM_LOCK, Leds(num_lock=True)),
        (SCROLL_LOCK, Leds(scroll_lock=True)),
    ],
)
def test_a_lock_switches_its_light_once_however_long_it_is_held(lock: int, leds: Leds) -> None:
    keyboard = Keyboard()
    assert keyboard.leds == Leds()
    for _ in range(3):
        assert keyboard.turn(Key(lock, pressed=True)) is None
    assert keyboard.leds == leds
    keyboard.turn(Key(lock, pressed=False))
    assert keyboard.leds == leds
    tap(keyboard, lock)
    assert keyboard.leds == Leds()


def test_the_keypad_writes_with_num_lock_and_edits_without() -> None:
    keyboard = Keyboard()
    assert tap(keyboard, 0x47) is Edit.HOME
    assert tap(keyboard, 0x4C) is None
    assert taps(keyboard, 0x4A, 0x4E) == "-+"
    tap(keyboard, NUM_LOCK)
    assert taps(keyboard, *row(0x47, 13)) == "789-456+1230."
    keyboard.turn(Key(SHIFT, pressed=True))
    assert tap(keyboard, 0x4D) is Edit.RIGHT


@pytest.mark.parametrize(
    ("code", "edit"),
    [
        (0x0E, Edit.BACKSPACE),
        (0xE053, Edit.DELETE),
        (0xE04B, Edit.LEFT),
        (0xE04D, Edit.RIGHT),
        (0xE048, Edit.UP),
        (0xE050, Edit.DOWN),
        (0xE047, Edit.HOME),
        (0xE04F, Edit.END),
        (0xE049, Edit.PAGE_UP),
        (0xE051, Edit.PAGE_DOWN),
    ],
)
def test_editing_keys_repeat(code: int, edit: Edit) -> None:
    keyboard = Keyboard()
    assert [keyboard.turn(Key(code, pressed=True)) for _ in range(2)] == [edit, edit]


def test_keys_with_control_write_nothing() -> None:
    keyboard = Keyboard()
    keyboard.turn(Key(CONTROL, pressed=True))
    assert tap(keyboard, 0x1E) is None
    keyboard.turn(Key(CONTROL, pressed=False))
    assert tap(keyboard, 0x1E) == "a"


@given(st.lists(st.tuples(st.integers(-5, 0x200) | st.integers(), st.booleans())))
def test_any_codes_are_taken(keys: list[tuple[int, bool]]) -> None:
    keyboard = Keyboard()
    for code, pressed in keys:
        stroke = keyboard.turn(Key(code, pressed))
        assert stroke is None or isinstance(stroke, Edit) or len(stroke) == 1
