from tools.webgen.codes import NUMBERS, scancodes


def test_keys_of_all_kinds() -> None:
    codes = scancodes()
    wanted = {
        "Escape": 0x01,
        "Digit1": 0x02,
        "KeyA": 0x1E,
        "IntlBackslash": 0x56,
        "IntlRo": 0x73,
        "IntlYen": 0x7D,
        "F12": 0x58,
        "F13": 0x5D,
        "NumpadEnter": 0xE01C,
        "AltRight": 0xE038,
        "ArrowRight": 0xE04D,
        "MetaLeft": 0xE05B,
        "ContextMenu": 0xE05D,
        "Pause": 0xE11D45,
        "AudioVolumeMute": 0xE020,
    }
    assert {name: codes[name] for name in wanted} == wanted


def test_every_key_has_a_scancode_and_few_share_one() -> None:
    codes = scancodes()
    assert set(codes) == set(NUMBERS)
    twice = {name for name, code in codes.items() if list(codes.values()).count(code) > 1}
    assert twice == {"MetaLeft", "MetaRight", "OSLeft", "OSRight"}
