"""`piment screenshot`: what a machine shows, as a file."""

from __future__ import annotations

from typing import Annotated

from piment.cli.connecting import ConnectOptions, desktop_of
from piment.cli.declare import Argument, Option, command
from piment.cli.loop import run
from piment.cli.picture import write_picture
from piment.frontends.headless import Desktop


@command(ConnectOptions)
def screenshot(
    options: ConnectOptions,
    out: Annotated[
        str,
        Argument(
            metavar="OUT.png",
            show_default=False,
            help="The file; its name says the format. - is PNG on standard output.",
        ),
    ],
    cursor: Annotated[bool, Option("--cursor", help="With the mouse pointer.")] = False,
    monitor: Annotated[
        int | None,
        Option(
            metavar="N",
            min=0,
            help="Only this monitor, from 0 on; by default the whole first display.",
        ),
    ] = None,
    wait_stable: Annotated[
        float | None,
        Option(metavar="MS", min=0, help="Wait until no pixel has changed for so long."),
    ] = None,
) -> None:
    """Save what a machine shows.

    \b
        piment screenshot spice://127.0.0.1:5900 shot.png
        piment screenshot vm.vv --wait-stable 500 shot.png
        piment screenshot spice://vm:5900 - | convert - shot.jpg
    """  # noqa: D301 - the backspace keeps the lines apart

    async def work(desktop: Desktop) -> None:
        async with desktop:
            if wait_stable is not None:
                await desktop.wait_until_stable(
                    wait_stable, timeout=options.timeout, monitor=monitor
                )
            image = await desktop.screenshot(
                cursor=cursor, monitor=monitor, timeout=options.timeout
            )
        write_picture(image, out)

    without = frozenset[str]() if cursor else frozenset({"cursor"})
    run(lambda: work(desktop_of(options, view_only=True, without=without)))


app = screenshot
