from __future__ import annotations

import string
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.client.keyboard.layout import Layout, Missing, UntypableError
from piment.client.keyboard.stroke import Stroke
from piment.errors import InputError
from piment.protocol.inputs import KeyboardModifierFlags
from tests.client.keyboard.guest import Guest
from tests.interop.peers.packages import need

CAPS = KeyboardModifierFlags.CAPS_LOCK
SHIFT, ALTGR = (0x2A,), (0xE038,)

LAYOUTS = ["us", "de", "fr", "ru", "gb", "es", "ch", "se", "us(dvorak)"]

# What is written with dead keys where no key has it.
COMPOSED = {
    "us": "",
    "de": "éèêáàâíóúńçčšžőű^`´¸ẤåḱĆ",
    "fr": "êëîïôûüâäÿÊËẑ",
    "ru": "",
    "gb": "éèêëñçåø",
    "es": "áéíóúüàèìòùâêîôû^`´¨",
    "ch": "âêîôûëïáéí^`´¨~ñ",
    "se": "éèêëñ^`´¨~",
    "us(dvorak)": "",
}


def layout(name: str, **options: str) -> Layout:
    if name != "us" or options:
        need("libxkbcommon0", "xkb-data")
    return Layout(name, **options)


@pytest.mark.parametrize(
    ("name", "text", "strokes"),
    [
        ("us", "Hi!\n", [Stroke(0x23, SHIFT), Stroke(0x17), Stroke(0x02, SHIFT), Stroke(0x1C)]),
        ("us", "", []),
        ("de", "€z\t", [Stroke(0x12, ALTGR), Stroke(0x15), Stroke(0x0F)]),
        ("de", "né", [Stroke(0x31), Stroke(0x0D), Stroke(0x12)]),
        ("de", "^", [Stroke(0x29), Stroke(0x39)]),
        ("de(nodeadkeys)", "^", [Stroke(0x29)]),
        ("fr", "ê", [Stroke(0x1A), Stroke(0x12)]),
        ("ru", "Да", [Stroke(0x26, SHIFT), Stroke(0x21)]),
        ("us,ru", "q", [Stroke(0x10)]),
        ("ru,us", "й", [Stroke(0x10)]),
        ("us, de(nodeadkeys)", "q", [Stroke(0x10)]),
        ("de(nodeadkeys),us", "^", [Stroke(0x29)]),
    ],
)
def test_text_beside_its_strokes(name: str, text: str, strokes: list[Stroke]) -> None:
    assert layout(name).strokes(text) == strokes


def test_caps_lock_is_minded() -> None:
    assert layout("us").strokes("aB", CAPS) == [Stroke(0x1E, SHIFT), Stroke(0x30)]
    assert layout("fr").strokes("éÉ") != layout("fr").strokes("É")
    assert layout("fr").strokes("É", CAPS) == [Stroke(0x03)]


def test_scroll_lock_is_not() -> None:
    scroll = KeyboardModifierFlags.SCROLL_LOCK
    assert layout("us").strokes("aB", CAPS | scroll) == layout("us").strokes("aB", CAPS)


def test_model_and_options() -> None:
    assert layout("us", options="lv3:ralt_switch,eurosign:e").strokes("€") == [Stroke(0x12, ALTGR)]
    assert layout("us", model="pc104").strokes("a") == [Stroke(0x1E)]
    assert layout("us", rules="base").strokes("a") == [Stroke(0x1E)]


def test_all_that_a_layout_lacks_is_told() -> None:
    with pytest.raises(UntypableError) as caught:
        layout("us").strokes("né\N{SNOWMAN}x\x1bé")
    assert isinstance(caught.value, InputError)
    assert caught.value.layout == "us"
    assert caught.value.missing == (
        Missing(1, "é"),
        Missing(2, "\N{SNOWMAN}"),
        Missing(4, "\x1b"),
        Missing(5, "é"),
    )
    assert str(caught.value) == (
        "the layout us cannot type 'é' (U+00E9, LATIN SMALL LETTER E WITH ACUTE) at 1,"
        " '\N{SNOWMAN}' (U+2603, SNOWMAN) at 2, '\\x1b' (U+001B, no name) at 4,"
        " 'é' (U+00E9, LATIN SMALL LETTER E WITH ACUTE) at 5"
    )


def test_a_message_lists_ten_characters_and_counts_the_rest() -> None:
    with pytest.raises(UntypableError, match=r"at 9, and 490 more$") as caught:
        layout("us").strokes("я" * 500)
    assert len(caught.value.missing) == 500
    with pytest.raises(UntypableError, match=r"at 9$"):
        layout("us").strokes("я" * 10)


def test_a_russian_keyboard_has_no_latin_letters() -> None:
    with pytest.raises(UntypableError, match=r"LATIN SMALL LETTER L\) at 0.*SMALL LETTER S\) at 1"):
        layout("ru").strokes("ls")


@pytest.mark.parametrize("name", ["", "de(", "de)", "(de)", ",de", "de,", "de(a)(b)", "de fr"])
def test_what_is_no_name_of_a_layout(name: str) -> None:
    with pytest.raises(InputError, match="is no layout: write it like de"):
        Layout(name)


@pytest.mark.parametrize("name", ["xx", "de(xx)"])
def test_layouts_that_do_not_exist(name: str) -> None:
    with pytest.raises(InputError, match="no keyboard with"):
        layout(name)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_guest_reads_the_text_that_was_typed(name: str, guest: Callable[[str], Guest]) -> None:
    typist, reader = layout(name), guest(name)
    characters = sorted(reader.characters() | set(COMPOSED[name]) | {"\n"})

    @given(st.text(st.sampled_from(characters), max_size=40))
    def check(text: str) -> None:
        assert reader.type(typist.strokes(text)) == text

    check()


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name != "ru"])
def test_with_caps_lock_on_too(name: str, guest: Callable[[str], Guest]) -> None:
    reader = guest(name)
    reader.lock(CAPS)
    text = string.ascii_letters + string.digits + ".,!\n"
    assert reader.type(layout(name).strokes(text, CAPS)) == text
