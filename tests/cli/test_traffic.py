"""Bytes by the second."""

from __future__ import annotations

import pytest

from piment.cli.traffic import Rate, Traffic, human


def test_rates_are_since_the_last_time() -> None:
    traffic = Traffic()
    assert traffic.rates({"main:0": (500, 10)}, 100.0) == {"main:0": Rate(0, 0)}
    assert traffic.rates({"main:0": (700, 10)}, 102.0) == {"main:0": Rate(100, 0)}
    assert traffic.rates({"main:0": (700, 30)}, 103.0) == {"main:0": Rate(0, 20)}


def test_new_connections_count_from_nothing() -> None:
    traffic = Traffic()
    traffic.rates({"main:0": (500, 100)}, 0.0)
    rates = traffic.rates({"main:0": (50, 200), "display:0": (80, 0)}, 2.0)
    assert rates == {"main:0": Rate(25, 100), "display:0": Rate(40, 0)}


def test_no_time_is_no_rate() -> None:
    traffic = Traffic()
    traffic.rates({"main:0": (0, 0)}, 5.0)
    assert traffic.rates({"main:0": (9, 9)}, 5.0) == {"main:0": Rate(0, 0)}


@pytest.mark.parametrize(
    ("count", "text"),
    [
        *((0, "0 B"), (17.4, "17 B"), (999, "999 B"), (999.5, "1.0 kB"), (3210, "3.2 kB")),
        *((99_949, "99.9 kB"), (99_950, "100 kB"), (450_000, "450 kB"), (999_499, "999 kB")),
        *((999_500, "1.0 MB"), (45e6, "45.0 MB"), (2.5e9, "2.5 GB"), (5e12, "5000 GB")),
    ],
)
def test_bytes_as_people_read_them(count: float, text: str) -> None:
    assert human(count) == text
