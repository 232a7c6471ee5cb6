"""Random commands against the slow twin; hostile ones (wire.md 19)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piment.canvas import PixelFormat, draw
from piment.canvas.draw import OPERATIONS
from piment.errors import ProtocolError
from piment.protocol.common import Point, PointFix, Rect, Transform
from piment.protocol.draw import Drawing
from piment.wire import Struct
from tests.canvas.scenes import MAKERS, Scene, words_of

COMMANDS = 12


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
@settings(max_examples=max(250, settings.default.max_examples))
def test_commands_do_what_the_specification_says(form: PixelFormat, seed: int) -> None:
    scene = Scene(seed, form)
    for _ in range(COMMANDS):
        step(scene, scene.command())


def test_commands_of_every_kind_show() -> None:
    """What is clipped away, or draws nothing, would agree with anything."""
    shown: Counter[type[Drawing]] = Counter()
    for seed in range(300):
        scene = Scene(seed)
        for _ in range(COMMANDS):
            command, before = scene.command(), scene.surface.words.copy()
            try:
                draw(scene.surface, command, scene.store)
            except ProtocolError:
                continue
            shown[type(command)] += bool((before != scene.surface.words).any())
    assert min(shown[kind] for kind in OPERATIONS) >= 20, shown


def test_every_command_is_known() -> None:
    made = {type(maker(Scene(seed))) for maker in MAKERS for seed in range(20)}
    assert made == set(OPERATIONS)


EDGE = st.sampled_from([-(2**31), -(2**31) + 1, -1, 0, 1, 7, 2**31 - 2, 2**31 - 1])


def wild(value: object, number: Callable[[], int]) -> None:
    """Give every rectangle, point and path below `value` the worst numbers."""
    match value:
        case Rect() | Point() | PointFix():
            for name in type(value).__annotations__:
                setattr(value, name, number())
        case Transform():
            for name in Transform.__annotations__:
                setattr(value, name, number() & 0xFFFFFFFF)
        case Struct():
            for name in vars_of(value):
                wild(getattr(value, name), number)
        case list():
            for item in value:
                wild(item, number)


def vars_of(value: Struct) -> list[str]:
    own = [n for kind in type(value).__mro__ for n in vars(kind).get("__annotations__", ())]
    return [name for name in own if hasattr(value, name)]


@given(seed=st.integers(0, 2**32), data=st.data())
@settings(max_examples=400, deadline=20_000)
def test_the_worst_numbers_draw_something_or_raise(seed: int, data: st.DataObject) -> None:
    scene = Scene(seed)
    command = scene.command()
    edges = data.draw(st.lists(EDGE, min_size=60, max_size=60))
    wild(command, lambda: edges[scene.number(0, 59)])
    try:
        rects = draw(scene.surface, command, scene.store)
    except ProtocolError:
        return
    assert all(scene.surface.area.covers(rect) for rect in rects)


@pytest.mark.parametrize("kind", [k for k in OPERATIONS if "src_bitmap" in k.__annotations__])
def test_a_null_image_is_an_error(kind: type[Drawing]) -> None:
    scene, command = Scene(3), None
    for seed in range(1000):
        scene = Scene(seed)
        command = scene.command()
        if type(command) is kind:
            break
    assert type(command) is kind
    command.src_bitmap = None  # type: ignore[attr-defined]
    with pytest.raises(ProtocolError, match="needs an image"):
        draw(scene.surface, command, scene.store)
