"""`piment run`: start a machine and show it to SPICE viewers."""

from __future__ import annotations

from typing import Annotated

import typer

from piment.cli.log import set_up
from piment.cli.loop import Work
from piment.cli.loop import run as run_to_the_end
from piment.cli.options import ServeOptions, with_serve_options
from piment.cli.serve import ALLOW_POWER
from piment.cli.serving import serve
from piment.server.sources.qemu import QemuSource, Started

app = typer.Typer(add_completion=False, rich_markup_mode="rich")


@app.command()
@with_serve_options
def run(
    options: ServeOptions,
    command: Annotated[
        list[str],
        typer.Argument(
            metavar="COMMAND",
            show_default=False,
            help="QEMU with its options, but for its display: that is added.",
        ),
    ],
    allow_power: Annotated[bool, ALLOW_POWER] = False,
) -> None:
    """Start a machine with QEMU, and serve it to SPICE viewers from its first picture on.

    \b
        piment run -- qemu-system-x86_64 -m 2G -cdrom debian.iso -vga virtio
        remote-viewer spice://127.0.0.1:5900

    QEMU gets -display dbus,p2p=on and a monitor of its own for Piment. It ends when this ends,
    and this ends when QEMU does. Should this be killed, the machine runs on:
    [bold]piment serve qemu --qmp PATH[/] serves it again, with the PATH that the log names.

    Good to have among the options of QEMU: -device virtio-tablet-pci (the pointer goes where the
    viewer's goes), and -vga virtio (the screen takes the size of the viewer's window).
    """  # noqa: D301 - the backspace keeps the lines apart
    set_up(options.log_level)

    def work() -> Work:
        return serve(QemuSource(Started(command), once=True, allow_power=allow_power), options)

    run_to_the_end(work)
