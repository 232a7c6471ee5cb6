from pathlib import Path

import pytest

from tools.check_sizes import Measure, ceiling, measures, problems, read_allowed, sources


def sizes(text: str, path: str = "src/piment/x.py") -> dict[str, int]:
    """Return what is measured in a file, by `kind name`."""
    return {f"{m.kind} {m.name}".rstrip(): m.number for m in measures(path, text)}


def test_a_file_and_its_functions_are_measured() -> None:
    text = '''"""Words."""


class Box:
    """More words."""

    def grow(self, by: int, *, twice: bool = False, **rest: int) -> None:
        """Take no notice of this
        docstring.
        """
        if by:

            self.size = by

    async def close(self) -> None:
        def inner(a, b): ...
'''
    assert sizes(text) == {
        "file": 16,
        "members Box": 2,
        "function Box.grow": 3,
        "parameters Box.grow": 3,
        "function Box.close": 1,
        "parameters Box.close": 0,
        "function Box.close.inner": 1,
        "parameters Box.close.inner": 2,
    }


def test_public_members_are_fields_properties_and_methods() -> None:
    text = """
class Box:
    width: int
    height = 3
    _depth: int

    @property
    def size(self): ...
    @size.setter
    def size(self, value): ...
    def __len__(self): ...
"""
    assert sizes(text)["members Box"] == 3


def test_values_of_an_enumeration_are_no_members() -> None:
    text = "class Code(enum.IntEnum):\n    A = 1\n    B = 2\n    def known(self): ...\n"
    assert sizes(text)["members Code"] == 1


def test_options_of_a_command_are_no_parameters() -> None:
    text = "@app.command('serve')\ndef serve(a, b, c, d, e, f, g, h): ...\n"
    assert "parameters serve" not in sizes(text)


@pytest.mark.parametrize(
    ("path", "text", "offence"),
    [
        ("src/piment/x.py", "#\n" * 501, "x.py:1: file  is 501, at most 500"),
        ("src/piment/protocol/draw.py", "#\n" * 701, "file  is 701, at most 700"),
        ("src/piment/web/core/x.js", "//\n" * 501, "x.js:1: file  is 501, at most 500"),
        ("crates/lz/src/lib.rs", "//\n" * 601, "lib.rs:1: file  is 601, at most 600"),
        ("src/piment/x.py", "def f():\n" + "    a\n" * 51, "x.py:1: function f is 51, at most 50"),
        ("crates/lz/src/x.rs", "fn f() {\n" + "a;\n" * 81 + "}", "function f is 81, at most 80"),
        ("crates/python/src/x.rs", "fn f() {\n" + "a;\n" * 51 + "}", "f is 51, at most 50"),
        ("src/piment/x.py", "\ndef f(a, b, c, d, e, f, g, h): ...", "x.py:2: parameters f is 8"),
        ("src/piment/x.py", "class A:\n" + "".join(f"    a{i}: int\n" for i in range(26)), "is 26"),
    ],
)
def test_what_is_over_its_ceiling_is_caught(path: str, text: str, offence: str) -> None:
    (found,) = problems(measures(path, text), {})
    assert offence in found


def test_what_is_at_its_ceiling_is_fine() -> None:
    assert list(problems(measures("src/piment/protocol/x.py", "#\n" * 700), {})) == []
    assert list(problems(measures("a.py", "def f():\n" + "    a\n" * 50), {})) == []


@pytest.mark.parametrize(
    ("allowed", "answers"),
    [
        ("60 function a.py:f", []),
        ("59 function a.py:f", ["a.py:1: function f is 60, at most 59"]),
        ("61 function a.py:f", ["sizes_allowed.txt: function a.py:f is 60 now, not 61"]),
        (
            "60 function a.py:f\n# words\n55 function a.py:gone",
            ["sizes_allowed.txt: function a.py:gone is fine now, not 55"],
        ),
    ],
)
def test_the_allow_list_may_only_shrink(allowed: str, answers: list[str]) -> None:
    found = [Measure("a.py", 1, "f", "function", 60)]
    assert list(problems(found, read_allowed(allowed))) == answers


def test_generated_files_and_builds_are_no_sources(tmp_path: Path) -> None:
    for name in ("src/piment/a.py", "src/piment/web/core/protocol/b.js", "fuzz/target/c.rs"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "src/piment/web/app.js").touch()
    found = [path.relative_to(tmp_path).as_posix() for path in sources(tmp_path)]
    assert found == ["src/piment/a.py", "src/piment/web/app.js"]


def test_every_kind_has_a_ceiling() -> None:
    text = "class A:\n    def f(self): ...\n"
    assert [ceiling(m) for m in measures("a.py", text)] == [500, 25, 50, 7]
