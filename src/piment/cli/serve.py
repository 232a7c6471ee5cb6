"""`piment serve`: show a desktop to SPICE viewers."""

from __future__ import annotations

from typing import Annotated

import typer

from piment.cli.log import set_up
from piment.cli.options import ServeOptions, with_serve_options
from piment.cli.run import CommandError, run
from piment.cli.serving import serve
from piment.geometry import Size
from piment.server.sources.base import Source
from piment.server.sources.demo import DemoSource

app = typer.Typer(
    help="Show a desktop to SPICE viewers, such as remote-viewer.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)

_LEAST_SIDE = 320
_MOST_SIDE = 8192
"""Pixels; smaller desktops hold no window, larger ones exceed what X and viewers allow."""

_DEFAULT_SIZE = "1280x800"


def _size(text: str) -> Size:
    width, cross, height = text.partition("x")
    if not (cross and width.isdecimal() and height.isdecimal()):
        raise typer.BadParameter(f"{text!r} is no size: write WIDTHxHEIGHT, such as 1280x800")
    size = Size(int(width), int(height))
    if not all(_LEAST_SIDE <= side <= _MOST_SIDE for side in size):
        raise typer.BadParameter(f"a desktop's sides have {_LEAST_SIDE} to {_MOST_SIDE} pixels")
    return size


_SIZE = typer.Option("--size", metavar="WxH", parser=_size, help="Size of the desktop.")


@app.command()
@with_serve_options
def demo(
    options: ServeOptions,
    size: Annotated[Size, _SIZE] = _DEFAULT_SIZE,  # type: ignore[assignment] # parsed
) -> None:
    """Serve a desktop that Piment draws itself: nothing else is needed.

    Its windows can be dragged, and its text field takes what you type.
    """
    set_up(options.log_level)
    run(lambda: serve(DemoSource(size), options))


@app.command()
@with_serve_options
def x11(
    options: ServeOptions,
    command: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[-- COMMAND...]",
            help="Start a desktop of its own and COMMAND on it; it ends with COMMAND.",
        ),
    ] = None,
    display: Annotated[
        str | None,
        typer.Option(help="The display to serve; by default the one of the environment."),
    ] = None,
    size: Annotated[Size, _SIZE] = _DEFAULT_SIZE,  # type: ignore[assignment] # parsed
) -> None:
    """Serve an X11 desktop: the one you have, or a new one with a command running on it.

    [bold]piment serve x11[/] shares the desktop of $DISPLAY.

    [bold]piment serve x11 -- xterm[/] starts a desktop (Xvfb) with an xterm, and ends with it.
    """
    set_up(options.log_level)
    if command and display is not None:
        raise typer.BadParameter("--display is for a desktop that is there, without a COMMAND")
    run(lambda: serve(_x11_source(command, display, size), options))


def _x11_source(command: list[str] | None, display: str | None, size: Size) -> Source:
    try:
        # Not before it is asked for: it loads libxcb, and the demo is to run where there is none.
        from piment.server.sources.x11 import X11Source
    except OSError as error:
        raise CommandError(f"install the Debian package libxcb1 first: {error}") from error
    return X11Source.running(command, size) if command else X11Source(display)
