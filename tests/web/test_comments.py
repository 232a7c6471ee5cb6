"""Comments do not travel, and nothing else changes."""

from __future__ import annotations

import pytest

from piment.web.comments import without_comments
from piment.web.files import FOLDERS, ROOT
from tests.web.node import Node

FILES = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.js"))]


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("// one\ncode();\n", "\ncode();\n"),
        ("  /** one */\ncode();\n", "\ncode();\n"),
        ("/**\n * one\n */\ncode();\n", "\n\n\ncode();\n"),
        ("code(); // one\n", "code(); // one\n"),
        ("/* one */ code();\n/* two */\n", "/* one */ code();\n\n"),
        ('const url = "http://x";\n', 'const url = "http://x";\n'),
    ],
)
def test_comments_with_lines_of_their_own(source: str, left: str) -> None:
    assert without_comments(source) == left


def test_all_programs_stay_what_they_are() -> None:
    sources = [path.read_text() for path in FILES]
    short = [without_comments(source) for source in sources]
    assert [text.count("\n") for text in short] == [text.count("\n") for text in sources]
    with Node("programs.js") as node:
        wanted, found = (
            node.ask([{"source": text} for text in texts]) for texts in (sources, short)
        )
    for path, before, after in zip(FILES, wanted, found, strict=True):
        assert before == after, path
    assert sum(map(len, short)) < 0.8 * sum(map(len, sources))
