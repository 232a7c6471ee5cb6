"""Pages from docstrings."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tools import check_api
from tools.check_api import Page, module_parts, pages, problems, write

MODULE = '''
"""What it is about."""

LIMIT = 5
"""How many."""

_SECRET = 6
"""Not told."""

unexplained = 7


class Thing(Base):
    """A thing.

    Raises:
        ValueError: it is none.

    """

    size: int
    """In pixels."""
    colour: str = "red"
    _hidden: int = 0

    def __init__(self, size: int) -> None:
        """Make one."""

    @property
    def area(self) -> int:
        """How large it is."""

    @classmethod
    def load(cls, path: str, *, fast: bool = False) -> Thing:
        """Read one."""

    async def wait(self) -> None:
        """Wait for it."""

    def _own(self) -> None:
        """Do what nobody sees."""


def make(*sizes: int) -> list[Thing]:
    """Make some."""


def _helper() -> None:
    """Do not tell."""
'''


@pytest.fixture
def text() -> str:
    return "\n\n".join(module_parts("a.b", ast.parse(MODULE)))


@pytest.mark.parametrize(
    "piece",
    [
        "## a.b\n\nWhat it is about.",
        "- `LIMIT = 5`: How many.",
        "### Thing\n\n```python\nclass Thing(Base)\n```\n\nA thing.",
        "Raises:\n\n    ValueError: it is none.",
        "- `size: int`: In pixels.\n- `colour: str = 'red'`",
        "#### Thing\n\n```python\ndef __init__(size: int) -> None\n```\n\nMake one.",
        "#### Thing.area\n\n```python\narea: int\n```\n\nHow large it is.",
        "```python\n@classmethod\ndef load(path: str, *, fast: bool=False) -> Thing\n```",
        "```python\nasync def wait() -> None\n```",
        "### make\n\n```python\ndef make(*sizes: int) -> list[Thing]\n```\n\nMake some.",
    ],
)
def test_what_is_public_is_told(text: str, piece: str) -> None:
    assert piece in text


@pytest.mark.parametrize("name", ["_SECRET", "_hidden", "_own", "_helper", "unexplained"])
def test_what_is_not_is_not(text: str, name: str) -> None:
    assert name not in text


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one page, which is as it should be."""
    monkeypatch.setattr(check_api, "PAGES", {"one": Page("One", "About it.", ("a.b",))})
    (tmp_path / "src/a").mkdir(parents=True)
    (tmp_path / "src/a/b.py").write_text(MODULE)
    write(tmp_path)
    return tmp_path


def test_pages_that_were_written_are_fine(root: Path) -> None:
    assert list(problems(root)) == []
    assert set(pages(root / "src")) == {"docs/reference/api/README.md", "docs/reference/api/one.md"}


def test_a_docstring_that_changed_makes_a_page_stale(root: Path) -> None:
    (root / "src/a/b.py").write_text(MODULE.replace("How many.", "How few."))
    (found,) = problems(root)
    assert found == "docs/reference/api/one.md is stale: python -m tools.check_api --write"
    write(root)
    assert list(problems(root)) == []


def test_pages_of_nothing_are_told_and_removed(root: Path) -> None:
    (root / "docs/reference/api/two.md").write_text("# Two\n")
    assert list(problems(root)) == ["docs/reference/api/two.md belongs to no module"]
    write(root)
    assert list(problems(root)) == []


def test_every_page_of_ours_has_its_modules() -> None:
    source = Path(__file__).parents[2] / "src"
    made = pages(source)
    assert "async def wait_for_image(" in made["docs/reference/api/desktop.md"]
    assert "### ConnectError" in made["docs/reference/api/errors.md"]
