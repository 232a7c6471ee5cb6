"""Tables of what the codec bench measured."""

from __future__ import annotations

import statistics

from rich.console import Console
from rich.table import Table

Row = dict[str, float]
"""What was measured of one codec on one picture: MPix/s, bytes, and multiples of the reference."""
Rows = dict[str, dict[str, Row]]
"""Rows by picture and codec."""

COLUMNS = ("lz4", "encode", "encode times", "decode", "decode times", "bytes", "bytes times")


def show(codecs: list[str], rows: Rows, what: str) -> None:
    """Print a table for each codec, with geometric means."""
    for codec in codecs:
        table = Table(title=f"{codec}{what}: MPix/s, and times the C reference")
        for title in ("picture", *(column.split()[-1] for column in COLUMNS)):
            table.add_column(title, justify="left" if title == "picture" else "right")
        for name, by_codec in rows.items():
            table.add_row(name, *(shown(by_codec[codec].get(column)) for column in COLUMNS))
        table.add_row("geometric mean", *(mean(rows, codec, column) for column in COLUMNS))
        Console(width=110).print(table)


def shown(value: float | None) -> str:
    """Return a number as the tables have it."""
    match value:
        case None:
            return ""
        case int():
            return str(value)
        case _:
            return f"{value:.3f}" if value < 10 else f"{value:.0f}"


def mean(rows: Rows, codec: str, column: str) -> str:
    """Return the geometric mean of a column of multiples."""
    values = [by_codec[codec][column] for by_codec in rows.values() if column in by_codec[codec]]
    return shown(statistics.geometric_mean(values)) if column.endswith("times") and values else ""
