"""`piment watch`: what travels between a server and us, live."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncGenerator
from dataclasses import asdict
from typing import Annotated

from rich.console import Console
from rich.live import Live

from piment.cli.connecting import ConnectOptions, desktop_of
from piment.cli.declare import Option, command
from piment.cli.loop import run
from piment.cli.panel import Sample, panel
from piment.cli.report import report_of
from piment.cli.traffic import Traffic
from piment.client.events import Connected, Disconnected, Event
from piment.errors import PimentError
from piment.frontends.headless import Desktop

Samples = AsyncGenerator[Sample, None]

ANSWER_SECONDS = 1.0
"""How long the server may take to answer before the latency counts as none."""


@command(ConnectOptions)
def watch(
    options: ConnectOptions,
    interval: Annotated[float, Option(metavar="SECONDS", min=0.1, help="How often to look.")] = 1.0,
    picture: Annotated[
        bool, Option(help="Show what the machine shows, in a few characters.")
    ] = True,
    once: Annotated[bool, Option("--once", help="Look once, after an interval.")] = False,
    as_json: Annotated[bool, Option("--json", help="For programs: a line each time.")] = False,
) -> None:
    """Show live what travels: channels, rates, compression, video, latency. Ctrl-C ends it.

    \b
        piment watch spice://127.0.0.1:5900
        piment watch spice://vm:5900 --once --json | jq .latency_ms

    The session is opened again when it is lost. Many servers let in one viewer only: who looked
    before is sent away.
    """  # noqa: D301 - the backspace keeps the lines apart
    shows = picture and not as_json and Console().is_terminal

    async def work(desktop: Desktop) -> None:
        async with desktop, contextlib.aclosing(_samples(desktop, interval, shows)) as samples:
            if as_json:
                await _print(samples, once)
            else:
                await _show(samples, once)

    run(lambda: work(desktop_of(options, reconnect=not once)))


async def _print(samples: Samples, once: bool) -> None:
    async for sample in samples:
        said = {
            **asdict(sample.report),
            "latency_ms": sample.latency_ms,
            "state": sample.state,
            "rates": {name: rate._asdict() for name, rate in sample.rates.items()},
        }
        print(json.dumps(said))
        if once:
            return


async def _show(samples: Samples, once: bool) -> None:
    console = Console()
    if once:
        console.print(panel(await anext(samples), *console.size))
        return
    with Live(console=console, screen=True, auto_refresh=False) as live:
        async for sample in samples:
            live.update(panel(sample, *console.size), refresh=True)


async def _samples(desktop: Desktop, interval: float, picture: bool) -> Samples:
    """Yield what is to be told, once an interval, until the session is over."""
    session, traffic, state = desktop.session, Traffic(), ["open"]

    def hear(event: Event) -> None:
        match event:
            case Connected():
                state[0] = "open"
            case Disconnected(reason):
                state[0] = f"lost: {reason}"

    session.listen(hear)
    traffic.rates(session.traffic, time.monotonic())
    while session.end_reason is None:
        await asyncio.sleep(interval)
        latency = await _latency(desktop)
        rates = traffic.rates(session.traffic, time.monotonic())
        image = None
        if picture and session.is_open:
            with contextlib.suppress(PimentError):
                image = await desktop.screenshot(timeout=0)
        yield Sample(report_of(session), rates, latency, state[0], image)


async def _latency(desktop: Desktop) -> float | None:
    """Return how many milliseconds the server takes to take input that does nothing."""
    inputs = desktop.session.inputs
    if inputs is None or not inputs.is_linked:
        return None
    began = time.monotonic()
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await inputs.delivered()
    except TimeoutError:
        return None
    return 1000 * (time.monotonic() - began)


app = watch
