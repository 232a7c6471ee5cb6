"""Values with named fields."""

from __future__ import annotations

import subprocess
import sys
from typing import ClassVar

import pytest

from piment.record import Entity, Record


class Moved(Record):
    """Two fields, one with a default, and what is no field."""

    kind: ClassVar[str] = "motion"

    where: tuple[int, int]
    fast: bool = False


class Turned(Moved):
    """One more field, and another default."""

    fast: bool = True
    angle: int = 90


class Account(Record):
    """A field that is not shown."""

    hidden = frozenset({"password"})

    name: str
    password: str = ""


class Machine(Entity):
    """What equals nothing but itself."""

    name: str


class Step(Record):
    """A single field."""

    width: int


class Still(Record):
    """No field at all."""


def test_values_come_by_position_or_by_name_and_some_have_defaults() -> None:
    assert Moved((1, 2)) == Moved(where=(1, 2), fast=False)
    assert Turned((1, 2)) == Turned((1, 2), True, 90)
    assert vars(Turned((1, 2), angle=5)) == {"where": (1, 2), "fast": True, "angle": 5}
    assert Still() == Still()
    assert Step(1) == Step(1) != Step(2)


def test_values_of_another_class_are_others() -> None:
    assert Moved((1, 2), True) != Turned((1, 2), True)
    assert Moved((1, 2)) != Moved((2, 1))
    assert Moved((1, 2)) != (1, 2)


def test_what_is_no_field_makes_no_difference() -> None:
    one, other = Moved((1, 2)), Moved((1, 2))
    vars(one)["note"] = "seen"
    assert one == other
    assert hash(one) == hash(other)
    assert repr(one) == repr(other)


def test_they_can_be_members_of_sets() -> None:
    assert len({Moved((1, 2)), Moved((1, 2)), Turned((1, 2))}) == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(Moved([1, 2]))  # type: ignore[arg-type]


def test_they_show_their_fields() -> None:
    assert repr(Moved((1, 2))) == "Moved(where=(1, 2), fast=False)"
    assert repr(Still()) == "Still()"


def test_secrets_are_not_shown() -> None:
    assert repr(Account("me", "secret")) == "Account(name='me')"


def test_a_value_that_differs_in_a_field_is_another() -> None:
    before = Turned((1, 2), angle=5)
    assert before.replaced(angle=6) == Turned((1, 2), angle=6)
    assert before == Turned((1, 2), angle=5)
    with pytest.raises(TypeError, match="unexpected keyword argument 'slow'"):
        before.replaced(slow=True)


def test_entities_equal_nothing_but_themselves() -> None:
    one = Machine("m")
    assert one == one
    assert one != Machine("m")
    assert len({one, Machine("m")}) == 2


def test_patterns_match_by_position_and_by_name() -> None:
    match Turned((3, 4), angle=45):
        case Moved((3, y), fast):
            assert (y, fast) == (4, True)
    match Moved((3, 4)):
        case Turned():
            pytest.fail("it has not turned")
        case Moved(where=(3, _)):
            pass
        case _:
            pytest.fail("it has moved")
    assert Turned.__match_args__ == ("where", "fast", "angle")


@pytest.mark.parametrize(
    ("values", "named", "why"),
    [
        ((), {}, r"Moved\.__init__\(\) missing 1 required positional argument: 'where'"),
        ((1, 2, 3), {}, "takes from 2 to 3 positional arguments but 4 were given"),
        ((1,), {"slow": True}, "unexpected keyword argument 'slow'"),
        ((1,), {"kind": "x"}, "unexpected keyword argument 'kind'"),
    ],
)
def test_what_does_not_fit_is_told(
    values: tuple[int, ...], named: dict[str, object], why: str
) -> None:
    with pytest.raises(TypeError, match=why):
        Moved(*values, **named)  # type: ignore[arg-type]


def test_nothing_is_compiled_before_it_is_used() -> None:
    script = (
        "import builtins, piment.client.events as events\n"
        "compiled = []\n"
        "real = builtins.exec\n"
        "builtins.exec = lambda *what: (compiled.append(what), real(*what))\n"
        "class More(events.Record):\n"
        "    field: int\n"
        "assert not compiled\n"
        "More(1); More(2)\n"
        "assert len(compiled) == 1\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
