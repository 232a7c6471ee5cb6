"""`piment wait`: until a machine shows what a script waits for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from piment.cli.connecting import ConnectOptions, desktop_of
from piment.cli.declare import Option, UsageError, command
from piment.cli.loop import CommandError, run
from piment.cli.picture import write_picture
from piment.cli.places import region_in
from piment.frontends.headless import Desktop, Image, WaitTimeout
from piment.geometry import Rect

_WHAT = "What to wait for"


@dataclass(frozen=True, slots=True)
class Condition:
    """What is waited for, and where."""

    stable: float | None
    change: bool
    image: Image | None
    tolerance: int
    region: Rect | None
    ignore: tuple[Rect, ...]
    monitor: int | None

    async def met(self, desktop: Desktop, timeout: float) -> Rect | None:  # noqa: ASYNC109 - an option
        """Wait until it is met; return where something was found."""
        if self.image is not None:
            return await desktop.wait_for_image(
                self.image,
                tolerance=self.tolerance,
                region=self.region,
                timeout=timeout,
                monitor=self.monitor,
            )
        if self.change:
            return await desktop.wait_for_change(
                self.region, timeout=timeout, ignore=self.ignore, monitor=self.monitor
            )
        if self.stable is not None:
            await desktop.wait_until_stable(
                self.stable,
                timeout=timeout,
                region=self.region,
                ignore=self.ignore,
                monitor=self.monitor,
            )
        return None


@dataclass(frozen=True)
class WaitOptions(ConnectOptions):
    """What `piment wait` is told besides."""

    stable: Annotated[
        float | None,
        Option(
            metavar="MS", min=0, rich_help_panel=_WHAT, help="No pixel has changed for so long."
        ),
    ] = None
    change: Annotated[bool, Option("--change", rich_help_panel=_WHAT, help="A pixel changes.")] = (
        False
    )
    image: Annotated[
        Path | None,
        Option(metavar="FILE", rich_help_panel=_WHAT, help="This picture is to be seen."),
    ] = None
    tolerance: Annotated[
        int,
        Option(min=0, max=255, metavar="N", help="How far each colour of the picture may differ."),
    ] = 0
    region: Annotated[
        Rect | None,
        Option(metavar="WxH+X+Y", parser=region_in, help="Look only there."),
    ] = None
    ignore: Annotated[
        list[Rect] | None,
        Option(
            metavar="WxH+X+Y",
            parser=region_in,
            help="Do not look there; can be given several times.",
        ),
    ] = None
    monitor: Annotated[
        int | None, Option(metavar="N", min=0, help="Look at this monitor, from 0 on.")
    ] = None
    save_last: Annotated[
        str | None,
        Option(metavar="FILE", help="Save what was seen last, if it does not come to that."),
    ] = None


@command(WaitOptions)
def wait(options: WaitOptions) -> None:
    """Wait until a machine shows something; the exit code is 1 if it does not in time.

    \b
        piment wait spice://127.0.0.1:5900 --stable 500
        piment wait spice://vm:5900 --image login.png --timeout 120 --save-last last.png
        piment wait spice://vm:5900 --change --region 200x20+0+0
    """  # noqa: D301 - the backspace keeps the lines apart
    if sum((options.stable is not None, options.change, options.image is not None)) != 1:
        raise UsageError("choose one of --stable MS, --change and --image FILE")
    if options.ignore and options.image is not None:
        raise UsageError("--ignore is for --stable and --change")
    run(lambda: _work(options, desktop_of(options, view_only=True)))


async def _work(options: WaitOptions, desktop: Desktop) -> None:
    condition = Condition(
        stable=options.stable,
        change=options.change,
        image=None if options.image is None else _template(options.image),
        tolerance=options.tolerance,
        region=options.region,
        ignore=tuple(options.ignore or ()),
        monitor=options.monitor,
    )
    try:
        async with desktop:
            found = await condition.met(desktop, options.timeout)
    except WaitTimeout as timeout:
        if options.save_last is not None and timeout.image is not None:
            write_picture(timeout.image, options.save_last)
        raise
    if found is not None:
        print(found)


def _template(file: Path) -> Image:
    try:
        return Image.load(file)
    except OSError as error:
        raise CommandError(f"cannot read {file}: {error.strerror or 'it is no picture'}") from None


app = wait
