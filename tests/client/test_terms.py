from __future__ import annotations

import pytest

from piment.client import terms


@pytest.mark.parametrize("name", terms.__all__)
def test_each_term_is_one_of_the_protocol(name: str) -> None:
    assert getattr(terms, name).__module__.startswith("piment.protocol.")
