"""Random commands against the slow twin; hostile ones (wire.md 19)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piment.canvas import PixelFormat, draw
from piment.canvas.draw import OPERATIONS
from piment.errors import ProtocolError
from piment.protocol.draw import Drawing
from tests.canvas.scenes import MAKERS, Scene, words_of

COMMANDS = 8


def step(scene: Scene, command: Drawing) -> None:
    before = scene.surface.words.copy()
    try:
        scene.canvas.draw(command)
    except ValueError:
        with pytest.raises(ProtocolError):
            draw(scene.surface, command, scene.store)
        return
    rects = draw(scene.surface, command, scene.store)
    np.testing.assert_array_equal(scene.surface.words, words_of(scene.canvas), repr(command))
    outside = np.ones(before.shape, bool)
    for rect in rects:
        assert scene.surface.area.covers(rect)
        outside[rect.rows, rect.columns] = False
    differs = (
        (before ^ scene.surface.words) & 0xFFFFFF
        if scene.form is PixelFormat.XRGB
        else (before ^ scene.surface.words)
    )
    assert not differs[outside].any()


@pytest.mark.parametrize("form", PixelFormat, ids=lambda form: form.name)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=max(110, settings.default.max_examples))
def test_commands_do_what_the_specification_says(form: PixelFormat, seed: int) -> None:
    scene = Scene(seed, form)
    for _ in range(COMMANDS):
        step(scene, scene.command())


def test_every_command_is_known() -> None:
    made = {type(maker(Scene(seed))) for maker in MAKERS for seed in range(20)}
    assert made == set(OPERATIONS)
