from __future__ import annotations

import enum

import pytest

from piment.core.machine import Machine, Step, draw


class Light(enum.Enum):
    RED = 1
    GREEN = 2
    BROKEN = 3


TABLE = {
    Light.RED: Step[Light]("_take_one", frozenset({Light.GREEN, Light.BROKEN})),
    Light.GREEN: Step[Light]("_take_two", frozenset({Light.RED})),
}


class Crossing(Machine[Light]):
    def __init__(self) -> None:
        super().__init__(TABLE, Light.RED, 1)
        self.taken: list[bytes] = []

    def take(self, data: bytes) -> None:
        self._advance(data)

    def _take_one(self, data: bytes) -> tuple[Light, int]:
        self.taken.append(data)
        return Light.GREEN, 2

    def _take_two(self, data: bytes) -> tuple[Light, int]:
        self.taken.append(data)
        return Light.BROKEN, 0


def test_a_state_names_the_next_one() -> None:
    crossing = Crossing()
    crossing.take(b"a")
    assert (crossing.state, crossing.needed) == (Light.GREEN, 2)
    assert crossing.taken == [b"a"]


def test_a_step_that_the_table_does_not_have_is_a_defect() -> None:
    crossing = Crossing()
    crossing.take(b"a")
    with pytest.raises(AssertionError):
        crossing.take(b"bc")


def test_a_table_can_be_looked_at() -> None:
    assert draw(TABLE) == "\n".join(
        [
            "stateDiagram-v2",
            "    RED --> GREEN",
            "    RED --> BROKEN",
            "    GREEN --> RED",
        ]
    )
