"""Subjects; tests/interop/test_connecting.py tries with spice-gtk what counts as equal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.client.dialing.subject import NAMES, Part, Subject
from piment.client.target import TargetError

DESK = (
    (("countryName", "XX"),),
    (("organizationName", "Piment peers"),),
    (("commonName", "desk"),),
)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("C=XX,O=Piment peers,CN=desk", True),
        ("C=XX, O=Piment peers, CN=desk", True),
        (" C=XX,O=Piment peers,CN=desk ", True),
        ("C=xx,O=PIMENT PEERS,CN=Desk", True),
        ("C=XX,O=Piment  peers,CN=desk", True),
        ("C=XX,O=Piment peers,CN=desk,", True),
        ("countryName=XX,organizationName=Piment peers,commonName=desk", True),
        ("2.5.4.6=XX,O=Piment peers,CN=desk", True),
        ("O=Piment peers,C=XX,CN=desk", False),
        ("CN=desk,O=Piment peers,C=XX", False),
        ("CN=desk", False),
        ("C=XX,O=Piment peers", False),
        ("C=XX,O=Piment peers,CN=desk,CN=desk", False),
        ("C=XX,O=Pimentpeers,CN=desk", False),
        ('C=XX,O="Piment peers",CN=desk', False),
        ("1.2.3=XX,O=Piment peers,CN=desk", False),
    ],
)
def test_what_counts_as_the_same(text: str, same: bool) -> None:
    assert (Subject.parse(text) == Subject.of_names(DESK)) == same


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        ("O=Acme\\, Inc.", "Acme, Inc."),
        ("O=A\\\\B", "A\\B"),
        ("O=A=B", "A=B"),
        ("O=Müller", "Müller"),
        ("O=", ""),
    ],
)
def test_values_with_special_characters(text: str, organization: str) -> None:
    subject = Subject.parse(text)
    assert subject == Subject.of_names([[("organizationName", organization)]])
    assert str(subject) == text


def test_only_ascii_letters_have_case() -> None:
    assert Subject.parse("O=MÜLLER") != Subject.parse("O=müller")
    assert Subject.parse("O=MÜLLER") == Subject.parse("O=mÜller")


def test_numbers_without_a_name_stay_numbers() -> None:
    assert Subject.parse("1.2.3.4=x") == Subject.of_names([[("1.2.3.4", "x")]])


def test_groups_of_names_cannot_be_written() -> None:
    group = Subject.of_names([[("organizationName", "x"), ("organizationalUnitName", "y")]])
    for text in ("O=x+OU=y", "O=x,OU=y", "O=x+y"):
        assert Subject.parse(text) != group


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "the subject is empty"),
        ("desk", "'desk', which is no KEY=VALUE, such as C=DE,O=Acme,CN=host"),
        ("C=XX,,CN=desk", "'', which is no KEY=VALUE"),
        ("/C=XX/CN=desk", "unknown key '/C'"),
        ("c=XX", "unknown key 'c'; there are C, CN, DC"),
        ("C = XX", "unknown key 'C '"),
        ("FOO=x", "unknown key 'FOO'"),
        ("O=a\\b", "a backslash before something else"),
        ("O=a\\", "a backslash before something else"),
        ("O=a\\=b", "a backslash before something else"),
    ],
)
def test_what_is_no_subject(text: str, why: str) -> None:
    with pytest.raises(TargetError, match=why):
        Subject.parse(text)


def test_the_time_grows_with_the_size_alone() -> None:
    with pytest.raises(TargetError, match="backslash"):
        Subject.parse(" " * 300_000 + "\\x")


@given(st.lists(st.tuples(st.sampled_from(sorted(NAMES)), st.text(max_size=8)), min_size=1))
def test_what_is_written_says_the_same(pairs: list[tuple[str, str]]) -> None:
    subject = Subject(Part(NAMES[short], value) for short, value in pairs)
    again = Subject.parse(str(subject))
    assert again == subject
    assert hash(again) == hash(subject)


@given(st.text("CN=O,\\ .0\x1f", max_size=30))
def test_no_text_is_a_surprise(text: str) -> None:
    try:
        subject = Subject.parse(text)
    except TargetError:
        return
    assert subject == Subject.parse(str(subject))


def test_a_subject_is_equal_to_nothing_else() -> None:
    assert Subject.parse("CN=a") != "CN=a"
