"""The web client types what Python does, on every layout that it has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

from piment.client.keyboard.layout import Layout, UntypableError
from tests.interop.peers.packages import need
from tests.web.node import Node
from tools.webgen.layouts import LATEST, LAYOUTS

CHARS = [
    chr(code)
    for code in range(0x20, LATEST + 1)
    if unicodedata.category(chr(code))[0] != "C" and unicodedata.is_normalized("NFC", chr(code))
]
"""What European languages are written with."""


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with Node("layouts.js") as node:
        yield node


def typed(layout: Layout, char: str) -> list[list[object]] | None:
    try:
        return [[stroke.key, list(stroke.held)] for stroke in layout.strokes(char)]
    except UntypableError:
        return None


def test_the_layouts_have_their_names(node: Node) -> None:
    assert node.ask([{}]) == [{"names": list(LAYOUTS)}]


@pytest.mark.parametrize("name", LAYOUTS)
def test_both_type_alike(node: Node, name: str) -> None:
    if name != "us":
        need("libxkbcommon0", "xkb-data")
    (answer,) = node.ask([{"layout": name, "chars": "".join(CHARS)}])
    layout = Layout(name)
    wanted = {char: typed(layout, char) for char in CHARS}
    got = dict(zip(CHARS, answer["strokes"], strict=True))
    differing = {char: (wanted[char], got[char]) for char in CHARS if wanted[char] != got[char]}
    assert differing == {}
