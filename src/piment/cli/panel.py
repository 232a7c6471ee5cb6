"""What `piment watch` shows of a session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from piment.cli.report import DisplayReport, Report
from piment.cli.thumbnail import thumbnail
from piment.cli.traffic import Rate, human
from piment.frontends.headless import Image


@dataclass(frozen=True, slots=True)
class Sample:
    """A session at one moment."""

    report: Report
    rates: Mapping[str, Rate]
    latency_ms: float | None
    """From a message of ours to the server's answer; None if it does not answer."""
    state: str
    """What became of the session."""
    image: Image | None


LEAST_ROWS = 6
"""Of a picture in which something can be made out."""


def panel(sample: Sample, columns: int, rows: int) -> RenderableType:
    """Return what is to be seen of the session on a terminal of so many characters."""
    lines = [line for display in sample.report.displays for line in _display(display)]
    parts: list[RenderableType] = [_head(sample), _channels(sample), Text("\n".join(lines))]
    left = rows - _HEAD_ROWS - 1 - len(sample.report.channels) - len(lines) - 1
    if sample.image is not None and left >= LEAST_ROWS:
        parts += [Text(), thumbnail(sample.image, columns, left - 1)]
    return Group(*parts)


_HEAD_ROWS = 3


def _head(sample: Sample) -> RenderableType:
    report = sample.report
    latency = "none" if sample.latency_ms is None else f"{sample.latency_ms:.1f} ms"
    agent = "agent" if report.agent else "no agent"
    title = Text(report.name or "unnamed", style="bold")
    return Text.assemble(
        title,
        f"  {report.target}  {sample.state}\n",
        f"latency {latency}, mouse {report.mouse_mode}, {agent}\n",
    )


def _channels(sample: Sample) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("channel")
    for heading in ("received", "a second", "sent", "a second"):
        table.add_column(heading, justify="right")
    for channel in sample.report.channels:
        if not channel.is_open:
            table.add_row(channel.name, "not opened", style="dim")
            continue
        rate = sample.rates.get(channel.name, Rate(0, 0))
        table.add_row(
            channel.name,
            human(channel.bytes_read),
            human(rate.read),
            human(channel.bytes_written),
            human(rate.written),
        )
    return table


def _display(display: DisplayReport) -> list[str]:
    images = ", ".join(f"{count} {name}" for name, count in display.images.items()) or "no images"
    dropped = f", {display.dropped} commands dropped" if display.dropped else ""
    lines = ["", f"display {display.id}: {display.width}x{display.height}, {images}{dropped}"]
    lines += [
        f"  video {each.codec} {each.width}x{each.height}+{each.x}+{each.y}: {each.frames} frames, "
        f"{each.skipped} skipped, {each.broken} broken, {each.margin_ms} ms early"
        for each in display.streams
    ]
    return lines
