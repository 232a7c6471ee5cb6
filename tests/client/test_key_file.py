from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.client.key_file import BOOLEAN, INTEGER, LIST, STRING, AnyKind, read, write

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def test_a_file() -> None:
    text = "\n# comment\n [no]=group\n"
    assert read("# first\n\n[one]\r\na = b \r\nc==d\n#e=f\n  \n[two] \n[one]\nc=2\n") == {
        "one": {"a": "b ", "c": "2"},
        "two": {},
    }
    with pytest.raises(ValueError, match="line 3 stands before"):
        read(text)
    assert read("") == {}


def test_values_are_kept_as_they_stand() -> None:
    pairs = read("[g]\na=  b # c ;\\n\nä=ü\nb c= d\ne=\n")["g"]
    assert pairs == {"a": "b # c ;\\n", "ä": "ü", "b c": "d", "e": ""}


@pytest.mark.parametrize("line", ["a", "=b", "[g", "[a]b", "[]", "[a[b]]", "a[", "\x00"])
def test_lines_that_are_nothing(line: str) -> None:
    with pytest.raises(ValueError, match=r"line 2 is no KEY=VALUE, \[group\] or # comment"):
        read(f"[g]\n{line}\n")


def test_what_is_before_all_groups_belongs_to_none() -> None:
    with pytest.raises(ValueError, match=r"line 1 stands before the first \[group\]"):
        read("a=b\n[g]\n")


@pytest.mark.parametrize(
    ("kind", "value", "meaning"),
    [
        (STRING, r"\sa\tb\nc\rd\\e", " a\tb\nc\rd\\e"),
        (STRING, "a b;c#d", "a b;c#d"),
        (LIST, "", []),
        (LIST, "a;b", ["a", "b"]),
        (LIST, "a;b;", ["a", "b"]),
        (LIST, r"a\;b;c", ["a;b", "c"]),
        (LIST, ";a;;b", ["", "a", "", "b"]),
        (LIST, r"a\sb;\\", ["a b", "\\"]),
        (BOOLEAN, "1", True),
        (BOOLEAN, "true ", True),
        (BOOLEAN, "0", False),
        (BOOLEAN, "false", False),
        (INTEGER, " 5 ", 5),
        (INTEGER, "-1", -1),
    ],
)
def test_values_as_glib_reads_them(kind: AnyKind, value: str, meaning: Any) -> None:
    assert kind.read(value) == meaning


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        (STRING, r"a\q", "backslash"),
        (STRING, r"a\;", "backslash"),
        (STRING, "a\\", "backslash"),
        (LIST, r"a\q;b", "backslash"),
        (LIST, "a;b\\", "backslash"),
        (BOOLEAN, "yes", "neither 1 nor 0"),
        (BOOLEAN, "TRUE", "neither 1 nor 0"),
        (BOOLEAN, "", "neither 1 nor 0"),
        (INTEGER, "5x", "no number"),
        (INTEGER, "", "no number"),
        (INTEGER, "99999999999", "no number"),
    ],
)
def test_values_that_mean_nothing(kind: AnyKind, value: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        kind.read(value)


def test_what_glib_writes() -> None:
    assert STRING.write(" lead\tnl\n \\ ; # end ") == r"\slead" + "\t" + r"nl\n \\ ; # end "
    assert LIST.write(["a;b", " c", "\\"]) == r"a\;b;\sc;\\"
    assert BOOLEAN.write(True) == "1"
    assert write({"a": {"b": "c"}, "d": {}}) == "[a]\nb=c\n\n[d]\n"


def test_the_time_grows_with_the_size_alone() -> None:
    long = " " * 1_000_000
    assert read(f"{long}\n[g]{long}\na{long}={long}b\n") == {"g": {"a": "b"}}
    with pytest.raises(ValueError, match="line 2"):
        read(f"[g]\na{long}")


@given(TEXT)
def test_all_text_can_be_told(text: str) -> None:
    line = STRING.write(text)
    assert STRING.read(read(f"[g]\nkey={line}\n")["g"]["key"]) == text


@given(st.lists(TEXT.filter(bool)))
def test_all_lists_can_be_told(items: list[str]) -> None:
    line = LIST.write(items)
    assert LIST.read(read(f"[g]\nkey={line}\n")["g"]["key"]) == items


@given(st.text(max_size=60))
def test_no_text_is_a_surprise(text: str) -> None:
    try:
        groups = read(text)
    except ValueError:
        return
    assert read(write(groups)) == groups
