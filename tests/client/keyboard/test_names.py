from __future__ import annotations

import pytest

from piment.client.keyboard.names import ALIASES, KEYS, key_code, parse_chord
from piment.errors import InputError
from piment.keycodes import evdev_of


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("esc", 0x01),
        ("1", 0x02),
        ("0", 0x0B),
        ("=", 0x0D),
        ("backspace", 0x0E),
        ("tab", 0x0F),
        ("q", 0x10),
        ("]", 0x1B),
        ("enter", 0x1C),
        ("ctrl", 0x1D),
        ("a", 0x1E),
        ("'", 0x28),
        ("`", 0x29),
        ("shift", 0x2A),
        ("\\", 0x2B),
        ("z", 0x2C),
        ("/", 0x35),
        ("rshift", 0x36),
        ("kpasterisk", 0x37),
        ("alt", 0x38),
        ("space", 0x39),
        ("capslock", 0x3A),
        ("f1", 0x3B),
        ("f10", 0x44),
        ("numlock", 0x45),
        ("scrolllock", 0x46),
        ("kp7", 0x47),
        ("kpplus", 0x4E),
        ("kp0", 0x52),
        ("kpdot", 0x53),
        ("sysrq", 0x54),
        ("102nd", 0x56),
        ("f11", 0x57),
        ("f12", 0x58),
        ("kpenter", 0xE01C),
        ("rctrl", 0xE01D),
        ("kpslash", 0xE035),
        ("print", 0xE037),
        ("altgr", 0xE038),
        ("break", 0xE046),
        ("home", 0xE047),
        ("up", 0xE048),
        ("pageup", 0xE049),
        ("left", 0xE04B),
        ("right", 0xE04D),
        ("end", 0xE04F),
        ("down", 0xE050),
        ("pagedown", 0xE051),
        ("insert", 0xE052),
        ("delete", 0xE053),
        ("super", 0xE05B),
        ("rsuper", 0xE05C),
        ("menu", 0xE05D),
        ("power", 0xE05E),
        ("pause", 0xE11D45),
    ],
)
def test_keys_beside_their_codes(name: str, code: int) -> None:
    assert key_code(name) == code


# The kernel's numbers, from <linux/input-event-codes.h>.
@pytest.mark.parametrize(
    ("names", "numbers"),
    [
        ([f"f{n}" for n in range(1, 11)], range(59, 69)),
        (["f11", "f12"], range(87, 89)),
        ([f"f{n}" for n in range(13, 25)], range(183, 195)),
        (["mute", "volumedown", "volumeup", "power"], range(113, 117)),
        (["zenkakuhankaku", "102nd"], range(85, 87)),
        (["ro"], [89]),
        (["henkan", "katakanahiragana", "muhenkan"], range(92, 95)),
        (["kpequal"], [117]),
        (["kpcomma", "hangul", "hanja", "yen", "super", "rsuper", "menu"], range(121, 128)),
        (["sleep", "wakeup"], range(142, 144)),
        (["mail", "computer", "back", "forward"], [155, 157, 158, 159]),
        (["medianext", "mediaplay", "mediaprevious", "mediastop"], range(163, 167)),
        (["homepage", "refresh"], range(172, 174)),
        (["calculator", "search"], [140, 217]),
        (["brightnessdown", "brightnessup"], range(224, 226)),
    ],
)
def test_keys_are_the_kernels(names: list[str], numbers: range) -> None:
    assert [evdev_of(key_code(name)) for name in names] == list(numbers)


def test_every_name_is_a_key_of_its_own() -> None:
    assert len(set(KEYS.values())) == len(KEYS)
    assert None not in map(evdev_of, KEYS.values())


def test_every_alias_leads_to_a_key() -> None:
    assert set(ALIASES.values()) <= set(KEYS)
    assert not set(ALIASES) & set(KEYS)


@pytest.mark.parametrize("name", [*KEYS, *ALIASES])
def test_every_name_can_be_written(name: str) -> None:
    code = key_code(name)
    held = "alt" if code == KEYS["ctrl"] else "ctrl"
    assert parse_chord(name) == [code]
    assert parse_chord(f"{held}-{name}") == [KEYS[held], code]
    assert key_code(f" {name.upper()}_") == code


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Page_Up", "pageup"),
        ("Prior", "pageup"),
        ("KP_Enter", "kpenter"),
        ("Control_L", "ctrl"),
        ("ISO_Level3_Shift", "altgr"),
        ("num lock", "numlock"),
        ("ret", "enter"),
        ("spc", "space"),
        ("meta_l", "super"),
        ("alt_r", "altgr"),
        ("shift_r", "rshift"),
        ("Return", "enter"),
        ("A", "a"),
    ],
)
def test_names_from_elsewhere(name: str, same: str) -> None:
    assert key_code(name) == KEYS[same]


@pytest.mark.parametrize(
    ("chord", "codes"),
    [
        ("ctrl-alt-f2", [0x1D, 0x38, 0x3C]),
        ("ctrl+alt+f2", [0x1D, 0x38, 0x3C]),
        ("Ctrl-Alt+Del", [0x1D, 0x38, 0xE053]),
        (" alt - sysrq - b ", [0x38, 0x54, 0x30]),
        ("ctrl-break", [0x1D, 0xE046]),
        ("super", [0xE05B]),
        ("shift", [0x2A]),
        ("-", [0x0C]),
        ("ctrl--", [0x1D, 0x0C]),
        ("ctrl+-", [0x1D, 0x0C]),
        ("ctrl-minus", [0x1D, 0x0C]),
        ("minus-ctrl", [0x0C, 0x1D]),
        ("ctrl-=", [0x1D, 0x0D]),
    ],
)
def test_chords_beside_their_codes(chord: str, codes: list[int]) -> None:
    assert parse_chord(chord) == codes


@pytest.mark.parametrize(
    ("chord", "reason"),
    [
        ("", r"'' is no chord: write it like ctrl-alt-f2"),
        ("+", "is no chord"),
        ("ctrl-", "is no chord"),
        ("-ctrl", "is no chord"),
        ("ctrl--a", "is no chord"),
        ("ctrl---", "is no chord"),
        ("ctrl-+", "is no chord"),
        ("ctrl- -a", "no key is called ' '"),
        ("ctrl-ctrl", "'ctrl-ctrl' has a key twice"),
        ("ctrl-a-control", "has a key twice"),
        ("crtl-c", r"no key is called 'crtl': did you mean ctrl"),
        ("ctrl-entr", r"no key is called 'entr': did you mean .*\benter\b"),
        ("f25", r"no key is called 'f25': did you mean .*\bf2"),
        ("ctrl-\N{SNOWMAN}", "no key is called '\N{SNOWMAN}'$"),
    ],
)
def test_what_is_no_chord(chord: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        parse_chord(chord)
