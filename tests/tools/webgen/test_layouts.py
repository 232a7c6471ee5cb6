from piment.client.keyboard.dead import Dead
from piment.client.keyboard.stroke import Stroke
from piment.client.keyboard.table import Table
from tools.webgen.layouts import PLACES, levels, signs


def test_levels_have_a_character_for_each_place() -> None:
    table = Table(
        {
            "`": Stroke(0x29),
            "1": Stroke(0x02),
            "!": Stroke(0x02, (0x2A,)),
            "\u20ac": Stroke(0x03, (0xE038,)),
            "\u03b1": Stroke(0x04),
        },
        {Dead.ACUTE: Stroke(0x0D)},
    )
    assert levels(table) == ["`1          \u0301", " !", "  \u20ac", ""]


def test_places_are_keys_of_the_main_block_each_once() -> None:
    assert len(set(PLACES)) == len(PLACES)
    assert max(PLACES) < 0x80


def test_signs_that_dead_keys_make() -> None:
    found = signs()
    assert found["^"] == "\u0302 "
    assert found["\u00b4"] == "\u0301\u0301"
    assert "\u00e9" not in found  # which Unicode takes apart
