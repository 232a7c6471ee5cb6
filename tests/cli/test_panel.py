"""What `piment watch` shows."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
from rich.console import Console

from piment.cli.panel import Sample, panel
from piment.cli.report import ChannelReport, DisplayReport, Report, StreamReport
from piment.cli.traffic import Rate
from piment.frontends.headless import Image

STREAM = StreamReport("VP8", 10, 20, 320, 240, frames=100, skipped=2, broken=1, margin_ms=35)
DISPLAY = DisplayReport(0, 1280, 800, "XRGB", True, [], {"Quic": 3, "LzRgb": 1}, [STREAM], 4)
REPORT = Report(
    target="spice://h:1",
    name="vm [1]",
    uuid=None,
    mouse_mode="client",
    mouse_modes=["client"],
    agent=True,
    agent_capabilities=[],
    channels=[ChannelReport("display:0", True, [], 4_500_000, 320), ChannelReport("port:0", False)],
    displays=[DISPLAY],
)
SAMPLE = Sample(REPORT, {"display:0": Rate(12_300, 0)}, 1.25, "open", None)


def rows(sample: Sample, height: int = 40) -> list[str]:
    console = Console(width=80, height=height, file=io.StringIO(), force_terminal=False)
    with console.capture() as captured:
        console.print(panel(sample, 80, height))
    return captured.get().rstrip("\n").split("\n")


def test_it_says_who_how_fast_and_in_which_way() -> None:
    text = "\n".join(rows(SAMPLE))
    assert "vm [1]  spice://h:1  open" in text
    assert "latency 1.2 ms, mouse client, agent" in text
    assert "display 0: 1280x800, 3 Quic, 1 LzRgb, 4 commands dropped" in text
    assert "video VP8 320x240+10+20: 100 frames, 2 skipped, 1 broken, 35 ms early" in " ".join(
        text.split()
    )
    (line,) = [line.split() for line in rows(SAMPLE) if line.startswith("display:0")]
    assert line == ["display:0", "4.5", "MB", "12.3", "kB", "320", "B", "0", "B"]
    assert any(line.split() == ["port:0", "not", "opened"] for line in rows(SAMPLE))


def test_a_server_that_does_not_answer_has_no_latency() -> None:
    silent = replace(SAMPLE, latency_ms=None, state="lost: it broke")
    text = "\n".join(rows(silent))
    assert "latency none" in text
    assert "lost: it broke" in text


def test_the_picture_takes_what_is_left_of_the_terminal() -> None:
    image = Image(np.zeros((800, 1280, 3), np.uint8))
    seen = replace(SAMPLE, image=image)
    for height in (24, 30, 60):
        shown = rows(seen, height)
        assert len(rows(SAMPLE, height)) < len(shown) <= height
    assert len(rows(seen, 15)) == len(rows(SAMPLE, 15))
