from __future__ import annotations

from piment.client.keyboard.stroke import Stroke

SHIFT, ALTGR, A = 0x2A, 0xE038, 0x1E


def test_a_key_alone() -> None:
    assert list(Stroke(A).turns()) == [(A, True), (A, False)]


def test_what_is_held_goes_down_first_and_up_last() -> None:
    assert list(Stroke(A, (SHIFT, ALTGR)).turns()) == [
        (SHIFT, True),
        (ALTGR, True),
        (A, True),
        (A, False),
        (ALTGR, False),
        (SHIFT, False),
    ]
