from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.client.keyboard.guest import Guest


@pytest.fixture(scope="session")
def guest() -> Iterator[Callable[[str], Guest]]:
    """Make a guest with a layout."""
    made: list[Guest] = []

    def make(layout: str) -> Guest:
        made.append(Guest(layout))
        return made[-1]

    yield make
    for each in made:
        each.close()
