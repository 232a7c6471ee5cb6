"""The web client's canvas draws pixel by pixel as Python's does (wire.md 19)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum, IntFlag
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piment.canvas import Image, PixelFormat, draw, put_frame
from piment.errors import ProtocolError
from piment.protocol.draw import ClipRects, Drawing
from piment.protocol.image import Image as WireImage
from piment.wire import Struct
from piment.wire.rules import is_value
from tests.canvas.scenes import Scene, words_of
from tests.canvas.test_draw import EDGE, wild
from tests.web.node import Node

COMMANDS = 12
"""Drawn one after the other on the same surface."""


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with Node("canvas/canvas.js") as node:
        yield node


def kind_of(command: Drawing) -> str:
    """Return what the web client calls a command."""
    name = type(command).__name__.removeprefix("Draw")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def told(value: Any) -> Any:
    """Return a value of a command as canvas.js understands it."""
    match value:
        case WireImage():
            return {"image": value.id}
        case ClipRects(rects):
            return told(rects)
        case Struct():
            names = (name for name, rule in value.layout if is_value(rule))
            return {name: told(getattr(value, name)) for name in names}
        case list():
            return [told(item) for item in value]
        case bytes():
            return {"bytes": value.hex()}
        case IntEnum() | IntFlag():
            return int(value)
    return value


def board(scene: Scene, commands: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a surface as it is, and what is to be drawn on it."""
    pictures = scene.store.pictures.items()
    images = {
        number: {
            "format": int(picture.format),
            "width": picture.width,
            "height": picture.height,
            "words": words_of(picture).tobytes().hex(),
            "isSurface": picture.is_surface,
        }
        for number, picture in pictures
    }
    return {
        "width": scene.width,
        "height": scene.height,
        "format": int(scene.form),
        "words": scene.surface.words.tobytes().hex(),
        "images": images,
        "commands": commands,
    }


def expected(scene: Scene, command: Drawing) -> dict[str, Any]:
    try:
        rects = draw(scene.surface, command, scene.store)
    except ProtocolError:
        return {"words": scene.surface.words.tobytes().hex()}
    return {
        "words": scene.surface.words.tobytes().hex(),
        "rects": [list(rect) for rect in rects],
    }


def check(node: Node, scene: Scene, commands: list[Drawing]) -> None:
    asked = board(scene, [{"kind": kind_of(it), **told(it)} for it in commands])
    (answer,) = node.ask([asked])
    for command, step in zip(commands, answer["steps"], strict=True):
        wanted = expected(scene, command)
        assert ("error" in step) == ("rects" not in wanted), (command, step)
        step.pop("error", None)
        assert step == wanted, command


@pytest.mark.parametrize("form", PixelFormat, ids=lambda form: form.name)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=settings.default.max_examples)
def test_commands_draw_alike(node: Node, form: PixelFormat, seed: int) -> None:
    scene = Scene(seed, form)
    check(node, scene, [scene.command() for _ in range(COMMANDS)])


@given(seed=st.integers(0, 2**32), data=st.data())
def test_the_worst_numbers_draw_alike(node: Node, seed: int, data: st.DataObject) -> None:
    scene = Scene(seed)
    command = scene.command()
    edges = data.draw(st.lists(EDGE, min_size=60, max_size=60))
    wild(command, lambda: edges[scene.number(0, 59)])
    check(node, scene, [command])


@given(seed=st.integers(0, 2**32))
def test_frames_are_put_alike(node: Node, seed: int) -> None:
    scene = Scene(seed)
    kind = scene.random.choice([PixelFormat.XRGB, PixelFormat.ARGB])
    frame = scene.picture(kind, scene.number(1, 9), scene.number(1, 9))
    name, dest, clip = scene.store.add(frame), scene.box(), scene.clip()
    asked = {"kind": "frame", "frame": told(name), "dest": told(dest), "clip": told(clip)}
    (answer,) = node.ask([board(scene, [asked])])
    image = Image(kind, words_of(frame))
    rects = put_frame(scene.surface, image, dest.geometry, clip)
    assert answer["steps"] == [
        {"words": scene.surface.words.tobytes().hex(), "rects": [list(rect) for rect in rects]}
    ]


def test_what_is_no_drawing_is_refused(node: Node) -> None:
    scene = Scene(1, PixelFormat.XRGB)
    before = scene.surface.words.tobytes().hex()
    command = scene.alpha_blend()
    asked = board(scene, [{"kind": "alpha_blend", **told(command), "src_bitmap": None}])
    (answer,) = node.ask([asked])
    assert answer["steps"] == [
        {"words": before, "error": "the command needs an image, and has none"}
    ]
    assert np.any(scene.surface.words)
