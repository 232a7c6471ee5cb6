"""State machines as tables: each state waits for a number of bytes, and names its successors."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Generic, TypeVar

from piment.record import Record

S = TypeVar("S", bound=enum.Enum)


class Step(Record, Generic[S]):
    """The method that takes a state's bytes, and the states that it may lead to."""

    method: str
    leads_to: frozenset[S]


class Machine(Generic[S]):
    """Lets the method of the present state take the bytes that the state waits for.

    A method takes `needed` bytes and returns the next state with the bytes that it waits for.
    """

    def __init__(self, table: Mapping[S, Step[S]], state: S, needed: int) -> None:
        self._table = table
        self.state = state
        self.needed = needed

    def _advance(self, data: bytes) -> None:
        """Take `needed` bytes."""
        step = self._table[self.state]
        self.state, self.needed = getattr(self, step.method)(data)
        assert self.state in step.leads_to  # noqa: S101 - the table is the design


def draw(table: Mapping[S, Step[S]]) -> str:
    """Return a table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    for state, step in table.items():
        order = list(type(state))
        targets = sorted(step.leads_to, key=order.index)
        lines += [f"    {state.name} --> {target.name}" for target in targets]
    return "\n".join(lines)
