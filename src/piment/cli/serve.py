"""`piment serve`: show a desktop to SPICE viewers."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from piment.cli.log import set_up
from piment.cli.loop import CommandError, Work, run
from piment.cli.options import ServeOptions, with_serve_options
from piment.cli.serving import serve
from piment.geometry import Size
from piment.server.sources.base import Source
from piment.server.sources.demo import DemoSource
from piment.server.sources.qemu import Monitored, Named, QemuSource

app = typer.Typer(
    help="""Show a desktop to SPICE viewers, such as remote-viewer.

    \b
        piment serve demo           a desktop to play with, on any machine
        piment serve x11            the desktop that you sit at
        piment serve x11 -- xterm   a new desktop with a program on it
        piment serve qemu           a machine that QEMU runs (piment run starts one)
    """,
    no_args_is_help=True,
    rich_markup_mode="rich",
)

_LEAST_SIDE = 320
_MOST_SIDE = 8192
"""Pixels; smaller desktops hold no window, larger ones exceed what X and viewers allow."""

_DEFAULT_SIZE = "1280x800"

_DEMO_WEB = "127.0.0.1"


def _size(text: str) -> Size:
    width, cross, height = text.partition("x")
    if not (cross and width.isdecimal() and height.isdecimal()):
        raise typer.BadParameter(f"{text!r} is no size: write WIDTHxHEIGHT, such as 1280x800")
    size = Size(int(width), int(height))
    if not all(_LEAST_SIDE <= side <= _MOST_SIDE for side in size):
        raise typer.BadParameter(f"a desktop's sides have {_LEAST_SIDE} to {_MOST_SIDE} pixels")
    return size


_WHICH = "Which machine"

ALLOW_POWER = typer.Option(
    "--allow-power",
    metavar="",
    help="Let viewers press the machine's buttons for power and reset.",
    rich_help_panel="Whom to let in",
)
"""What viewers may do with a machine that has a monitor."""

_SIZE = typer.Option("--size", metavar="WxH", parser=_size, help="Size of the desktop.")


@app.command()
@with_serve_options
def demo(
    options: ServeOptions,
    size: Annotated[Size, _SIZE] = _DEFAULT_SIZE,  # type: ignore[assignment] # parsed
) -> None:
    """Serve a desktop that Piment draws itself: nothing else is needed.

    Its windows can be dragged, and its text field takes what you type. Try it:

    \b
        piment serve demo
        remote-viewer spice://127.0.0.1:5900

    It has a page for browsers too, unless you say where to listen.
    """  # noqa: D301 - the backspace keeps the lines apart
    set_up(options.log_level)
    places = replace(options, web=_DEMO_WEB) if options.names_no_place else options
    run(lambda: serve(DemoSource(size), places))


@app.command()
@with_serve_options
def x11(
    options: ServeOptions,
    command: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="COMMAND",
            show_default=False,
            help="Start a desktop of its own (Xvfb) and this on it; it ends with the command.",
        ),
    ] = None,
    display: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The display to serve, such as :0; by default $DISPLAY."),
    ] = None,
    size: Annotated[Size, _SIZE] = _DEFAULT_SIZE,  # type: ignore[assignment] # parsed
) -> None:
    """Serve an X11 desktop: the one you have, or a new one with a command running on it.

    \b
        piment serve x11                 the desktop of $DISPLAY
        piment serve x11 --display :1    another one
        piment serve x11 -- xterm        a new one, which ends with the xterm

    Only programs on this machine can connect, unless you say otherwise:

    \b
        piment serve x11 --listen 0.0.0.0:5900 --password-file FILE
    """  # noqa: D301 - the backspace keeps the lines apart
    set_up(options.log_level)
    if command and display is not None:
        raise typer.BadParameter("--display is for a desktop that is there, without a COMMAND")
    run(lambda: serve(_x11_source(command, display, size), options))


@app.command()
@with_serve_options
def qemu(
    options: ServeOptions,
    qmp: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="The socket of the machine's monitor: QEMU has -display dbus,p2p=on and "
            "-qmp unix:PATH,server=on,wait=off.",
            rich_help_panel=_WHICH,
        ),
    ] = None,
    dbus: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="The bus that the machine is on, by default the session bus: QEMU has "
            "-display dbus or -display dbus,addr=ADDRESS.",
            rich_help_panel=_WHICH,
        ),
    ] = None,
    vm: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|UUID",
            help="Which machine, if several are on the bus.",
            rich_help_panel=_WHICH,
        ),
    ] = None,
    once: Annotated[
        bool,
        typer.Option(
            "--once",
            metavar="",
            help="Do not wait for the machine: it must be there, and when it ends, serving ends.",
            rich_help_panel=_WHICH,
        ),
    ] = False,
    allow_power: Annotated[bool, ALLOW_POWER] = False,
) -> None:
    """Serve a machine that QEMU runs, from outside, through its D-Bus display.

    Start the machine, and then serve it:

    \b
        qemu-system-x86_64 -display dbus,p2p=on \\
            -qmp unix:vm.qmp,server=on,wait=off ...
        piment serve qemu --qmp vm.qmp

    The machine runs on when this ends, and is waited for when it ends itself. With a bus instead
    of a monitor, such as the one of your session:

    \b
        qemu-system-x86_64 -display dbus -name web ...
        piment serve qemu --vm web

    [bold]piment run[/] does both, starting and serving, in one go.
    """  # noqa: D301 - the backspace keeps the lines apart
    set_up(options.log_level)
    if qmp is not None and (dbus is not None or vm is not None):
        raise typer.BadParameter("--dbus and --vm find a machine on a bus, --qmp needs no bus")

    def work() -> Work:
        way = Monitored(qmp.absolute()) if qmp is not None else Named(_bus(dbus), vm)
        return serve(QemuSource(way, once=once, allow_power=allow_power), options)

    run(work)


def _bus(address: str | None) -> str:
    known = address or os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    if not known:
        raise CommandError(
            "there is no session bus (DBUS_SESSION_BUS_ADDRESS is not set): name a bus with "
            "--dbus, or the machine's monitor with --qmp"
        )
    return known


def _x11_source(command: list[str] | None, display: str | None, size: Size) -> Source:
    try:
        # Not before it is asked for: it loads libxcb, and the demo is to run where there is none.
        from piment.server.sources.x11 import X11Source
    except OSError as error:
        raise CommandError(f"install the Debian package libxcb1 first: {error}") from error
    if command:
        return X11Source.running(command, size)
    if not (display or os.environ.get("DISPLAY")):
        raise CommandError(
            "DISPLAY names no desktop: name one with --display, or start a new one with a command "
            "on it, such as piment serve x11 -- xterm"
        )
    return X11Source(display)
