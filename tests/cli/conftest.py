"""A machine that commands go to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.machine import Machine, machine


@pytest.fixture(scope="module")
def served() -> Iterator[Machine]:
    """One machine for all tests of a module."""
    with machine() as started:
        yield started


@pytest.fixture
def vm(served: Machine) -> Machine:
    """A machine that nothing was done to."""
    served.actions()
    return served
