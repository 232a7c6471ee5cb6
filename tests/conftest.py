"""What all tests share: how hard hypothesis looks, long runs by request only, quiet loggers."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from hypothesis import settings

# Machines that run tests are shared and slow: an example that takes long is no failure.
settings.register_profile("test", deadline=None)
settings.register_profile("fuzz", deadline=None, max_examples=5_000, print_blob=True)
settings.load_profile("test")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add how long the tests marked `soak` run; without it they do not."""
    parser.addoption("--soak-minutes", type=float, default=0.0, help="run soak tests this long")


def pytest_configure(config: pytest.Config) -> None:
    """Declare our markers."""
    config.addinivalue_line("markers", "soak: runs as long as --soak-minutes says, else not at all")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long tests that were not asked for; pytest counts them."""
    unasked = {
        "soak": not config.getoption("--soak-minutes"),
        "peers": "peers" not in config.getoption("-m"),
    }
    for marker in (name for name, is_unasked in unasked.items() if is_unasked):
        left_out = [item for item in items if item.get_closest_marker(marker)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture
def soak_seconds(request: pytest.FixtureRequest) -> float:
    """How long a soak test has."""
    return 60 * float(request.config.getoption("--soak-minutes"))


@pytest.fixture(autouse=True)
def loggers_as_before() -> Iterator[None]:
    """Take back what a command of a test did to our loggers: later tests look at them too."""
    logger = logging.getLogger("piment")
    before = logger.handlers[:], logger.level, logger.propagate
    yield
    logger.handlers[:], logger.level, logger.propagate = before
