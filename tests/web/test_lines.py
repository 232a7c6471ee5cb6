"""Comments and indentation do not travel, and nothing else changes."""

from __future__ import annotations

import pytest

from piment.web.files import FOLDERS, ROOT
from piment.web.lines import shortened
from tests.web.node import Node

FILES = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.js"))]


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("// one\ncode();\n", "\ncode();\n"),
        ("  /** one */\n  code();\n", "\ncode();\n"),
        ("/**\n * one\n */\ncode();\n", "\n\n\ncode();\n"),
        ("\tcode(); // one\n", "code(); // one\n"),
        ("/* one */ code();\n/* two */\n", "/* one */ code();\n\n"),
        ('const url = "http://x";\n', 'const url = "http://x";\n'),
        ("a {\n  color: red; /* one */\n\n}\n", "a {\ncolor: red; /* one */\n\n}\n"),
    ],
)
def test_comments_and_indentation(source: str, left: str) -> None:
    assert shortened(source) == left


def words(answer: dict[str, list[str]]) -> list[list[str]]:
    return [word.split() for word in answer["words"]]


def test_all_programs_stay_what_they_are() -> None:
    sources = [path.read_text() for path in FILES]
    short = [shortened(source) for source in sources]
    assert [text.count("\n") for text in short] == [text.count("\n") for text in sources]
    with Node("programs.js") as node:
        wanted, found = (
            node.ask([{"source": text} for text in texts]) for texts in (sources, short)
        )
    for path, before, after in zip(FILES, wanted, found, strict=True):
        # Strings over lines may have lost indentation; those of ours do not mind.
        assert words(before) == words(after), path
    assert sum(map(len, short)) < 0.7 * sum(map(len, sources))
