"""`piment click`: a machine's mouse."""

from __future__ import annotations

from typing import Annotated

from piment.cli.connecting import ConnectOptions, desktop_of
from piment.cli.declare import Argument, Option, UsageError, command
from piment.cli.loop import run
from piment.cli.places import place_in
from piment.frontends.headless import Desktop
from piment.geometry import Point


@command(ConnectOptions)
def click(
    options: ConnectOptions,
    place: Annotated[
        Point,
        Argument(
            metavar="X,Y",
            parser=place_in,
            show_default=False,
            help="Where, in pixels from the left and from the top.",
        ),
    ],
    button: Annotated[
        str, Option(metavar="NAME", help="left, middle, right, side or extra.")
    ] = "left",
    double: Annotated[bool, Option("--double", help="Click twice.")] = False,
    drag_to: Annotated[
        Point | None,
        Option(metavar="X,Y", parser=place_in, help="Hold the button until there."),
    ] = None,
    monitor: Annotated[
        int | None,
        Option(metavar="N", min=0, help="Places are on this monitor, from 0 on."),
    ] = None,
) -> None:
    """Click on what a machine shows.

    \b
        piment click spice://127.0.0.1:5900 100,200
        piment click spice://vm:5900 100,200 --double
        piment click spice://vm:5900 100,200 --drag-to 300,200

    Where the machine has no tablet and no agent, the mouse is moved until the pointer is there.
    """  # noqa: D301 - the backspace keeps the lines apart
    if double and drag_to is not None:
        raise UsageError("--double and --drag-to exclude each other")

    async def work(desktop: Desktop) -> None:
        async with desktop:
            if drag_to is not None:
                await desktop.drag(place, drag_to, button=button, monitor=monitor)
            else:
                count = 2 if double else 1
                await desktop.click(*place, button=button, count=count, monitor=monitor)

    run(lambda: work(desktop_of(options)))


app = click
