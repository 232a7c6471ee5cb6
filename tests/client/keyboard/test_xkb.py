from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from piment.client.keyboard import xkb
from piment.client.keyboard.xkb import Keymap, RuleNames
from piment.errors import InputError
from piment.protocol.inputs import KeyboardModifierFlags
from tests.interop.peers.packages import need

CAPS, NUM = KeyboardModifierFlags.CAPS_LOCK, KeyboardModifierFlags.NUM_LOCK
SHIFT, ALTGR = 0x2A, 0xE038
E, A, Q, KP7 = 0x12, 0x1E, 0x10, 0x47


def keymap(layout: str, variant: str = "", options: str = "") -> Keymap:
    need("libxkbcommon0", "xkb-data")
    return Keymap(RuleNames("evdev", "pc105", layout, variant, options))


def char(made: Keymap, key: int, *held: int, locks: KeyboardModifierFlags = xkb.NO_LOCKS) -> str:
    return made.char_of(made.keysyms(held, locks)[key])


def test_keys_beside_what_they_write() -> None:
    german = keymap("de")
    assert char(german, A) == "a"
    assert char(german, A, SHIFT) == "A"
    assert char(german, A, locks=CAPS) == "A"
    assert char(german, A, SHIFT, locks=CAPS) == "a"
    assert char(german, E, ALTGR) == "€"
    assert char(german, 0x2C) == "y"
    assert char(keymap("fr"), A) == "q"
    assert char(keymap("ru"), A) == "ф"


def test_caps_lock_makes_capitals_of_letters_that_have_no_second_level() -> None:
    assert char(keymap("fr"), 0x03) == "é"
    assert char(keymap("fr"), 0x03, locks=CAPS) == "É"


def test_the_keypad_writes_with_num_lock() -> None:
    german = keymap("de")
    assert char(german, KP7) == ""
    assert char(german, KP7, locks=NUM) == "7"
    assert char(german, KP7, locks=NUM | CAPS) == "7"


def test_variants_and_options() -> None:
    assert german_accent() == 0xFE51  # dead_acute
    assert german_accent("nodeadkeys") == 0xB4  # acute
    assert char(keymap("us", options="lv3:ralt_switch,eurosign:e"), E, ALTGR) == "€"


def german_accent(variant: str = "") -> int:
    return keymap("de", variant).keysyms()[0x0D]


def test_of_several_layouts_the_first_is_in_use() -> None:
    assert char(keymap("us,ru"), A) == "a"
    assert char(keymap("ru,us"), A) == "ф"


@pytest.mark.parametrize(
    ("layout", "variant", "named"),
    [("xx", "", "layout 'xx'$"), ("de", "xx", "layout 'de', variant 'xx'$")],
)
def test_keyboards_that_do_not_exist(
    layout: str, variant: str, named: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(InputError, match=f"no keyboard with rules 'evdev', .*{named}"):
        keymap(layout, variant)
    assert capfd.readouterr() == ("", "")


@pytest.fixture
def fresh_library() -> Iterator[None]:
    xkb._library.cache_clear()
    yield
    xkb._library.cache_clear()


@pytest.mark.usefixtures("fresh_library")
def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xkb, "_SONAME", "libxkbcommon-missing.so.0")
    with pytest.raises(InputError, match=r"libxkbcommon-missing.*install.* libxkbcommon0 and"):
        Keymap(RuleNames("evdev", "pc105", "de", "", ""))


def test_without_its_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for variable in ("XKB_CONFIG_ROOT", "XKB_CONFIG_EXTRA_PATH", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "nothing"))
    with pytest.raises(InputError, match="install the package xkb-data"):
        keymap("de")
    assert capfd.readouterr() == ("", "")


def test_what_keymaps_took_is_given_back() -> None:
    keymap("de").keysyms((SHIFT,), CAPS | NUM)
    before = resident_pages()
    for _ in range(40):
        keymap("de").keysyms((SHIFT,), CAPS | NUM)
    assert resident_pages() - before < 200  # 40 keymaps have 1500


def resident_pages() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1])


def test_the_library_is_loaded_for_a_keymap_and_no_earlier() -> None:
    need("libxkbcommon0", "xkb-data")
    program = """
from pathlib import Path
from piment.client.keyboard.layout import Layout
loaded = lambda: "libxkbcommon" in Path("/proc/self/maps").read_text()
Layout("us").strokes("Hello")
assert not loaded()
Layout("de").strokes("Hello")
assert loaded()
"""
    subprocess.run([sys.executable, "-c", program], check=True)
