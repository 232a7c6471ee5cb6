"""`piment info`: what a server says about a machine."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated

from piment.cli.connecting import ConnectOptions, desktop_of
from piment.cli.declare import Option, command
from piment.cli.loop import run
from piment.cli.report import DisplayReport, Report, report_of
from piment.client.until import until
from piment.frontends.headless import Desktop

SHOWN_SECONDS = 2.0
"""How long is waited for displays to show something: a machine that is off shows nothing."""


@command(ConnectOptions)
def info(
    options: ConnectOptions,
    as_json: Annotated[bool, Option("--json", help="For programs.")] = False,
) -> None:
    """Tell about a machine: its name, channels, displays, mouse, agent.

    \b
        piment info spice://127.0.0.1:5900
        piment info spice://vm:5900 --json | jq .displays
    """  # noqa: D301 - the backspace keeps the lines apart

    async def work(desktop: Desktop) -> None:
        async with desktop:
            displays = desktop.session.displays
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SHOWN_SECONDS):
                    await until(
                        desktop.session,
                        lambda: bool(displays) and all(d.is_marked for d in displays.values()),
                    )
            report = report_of(desktop.session)
        if as_json:
            print(json.dumps(asdict(report), indent=2))
        else:
            print("\n".join(f"{name + ':':<12} {value}" for name, value in _lines(report)))

    run(lambda: work(desktop_of(options)))


def _lines(report: Report) -> Iterator[tuple[str, str]]:
    """Yield what is told, line by line."""
    yield "server", report.target
    yield "name", report.name or "not told"
    yield "uuid", report.uuid or "not told"
    yield "mouse", f"{report.mouse_mode}, can be {' or '.join(report.mouse_modes)}"
    agent = ", ".join(report.agent_capabilities) or "nothing told"
    yield "agent", f"connected: {agent}" if report.agent else "none"
    for channel in report.channels:
        told = ", ".join(channel.capabilities) or "no capabilities"
        yield "channel", f"{channel.name}: {told if channel.is_open else 'not opened'}"
    for display in report.displays:
        yield "display", _display(display)
        for number, part in enumerate(display.monitors):
            yield "monitor", f"{number}: {part.width}x{part.height}+{part.x}+{part.y}"
        images = ", ".join(f"{count} {name}" for name, count in display.images.items())
        yield "images", images or "none came"
        for stream in display.streams:
            place = f"{stream.width}x{stream.height}+{stream.x}+{stream.y}"
            yield "video", f"{stream.codec} {place}"


def _display(display: DisplayReport) -> str:
    if display.format is None:
        return f"{display.id}: shows nothing"
    state = "" if display.is_whole else ", not whole yet"
    return f"{display.id}: {display.width}x{display.height} {display.format}{state}"


app = info
