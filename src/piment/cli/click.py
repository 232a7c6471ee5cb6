"""`piment click`: a machine's mouse."""

from __future__ import annotations

from typing import Annotated

import typer

from piment.cli.connecting import ConnectOptions, desktop_of, with_connect_options
from piment.cli.loop import run
from piment.cli.places import place_in
from piment.frontends.headless import Desktop
from piment.geometry import Point

app = typer.Typer(add_completion=False, rich_markup_mode="rich")


def _place(text: str) -> Point:
    try:
        return place_in(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


@app.command()
@with_connect_options
def click(
    options: ConnectOptions,
    place: Annotated[
        Point,
        typer.Argument(
            metavar="X,Y",
            parser=_place,
            show_default=False,
            help="Where, in pixels from the left and from the top.",
        ),
    ],
    button: Annotated[
        str, typer.Option(metavar="NAME", help="left, middle, right, side or extra.")
    ] = "left",
    double: Annotated[bool, typer.Option("--double", help="Click twice.")] = False,
    drag_to: Annotated[
        Point | None,
        typer.Option(metavar="X,Y", parser=_place, help="Hold the button until there."),
    ] = None,
    monitor: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, help="Places are on this monitor, from 0 on."),
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
        raise typer.BadParameter("--double and --drag-to exclude each other")

    async def work(desktop: Desktop) -> None:
        async with desktop:
            if drag_to is not None:
                await desktop.drag(place, drag_to, button=button, monitor=monitor)
            else:
                count = 2 if double else 1
                await desktop.click(*place, button=button, count=count, monitor=monitor)

    run(lambda: work(desktop_of(options)))
