"""A session at a desktop: real programs that draw, step by step, the same each time.

    async for step in play(display):
        ...     # what the step drew is there; compare what two viewers show

There are 370 steps; they take a minute and a half on two cores. Xspice paints some pointers into
the picture that viewers get; `pixels()` of the display never has them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from random import Random

from tests.interop.peers.display import Display
from tests.interop.peers.scenes.painting import Painting
from tests.interop.peers.scenes.root import root
from tests.interop.peers.scenes.stage import Stage
from tests.interop.peers.scenes.terminal import core_terminal, smooth_terminal
from tests.interop.peers.scenes.toolkits import calculator, editor, fonts, notebook
from tests.interop.peers.scenes.video import video
from tests.interop.peers.scenes.windows import windows
from tests.interop.peers.scenes.x11perf import x11perf

Scene = Callable[[Stage], AsyncIterator[str]]

SCENES: dict[str, Scene] = {
    "root": root,
    "core terminal": core_terminal,
    "smooth terminal": smooth_terminal,
    "windows": windows,
    "calculator": calculator,
    "editor": editor,
    "fonts": fonts,
    "notebook": notebook,
    "video": video,
    "x11perf": x11perf,
}


async def play(display: Display, *names: str, seed: int = 1) -> AsyncIterator[str]:
    """Play the scenes with these names, or all; yield each step's name once it is drawn.

    A window manager must run on the display. What is random follows from `seed`.
    """
    painting = Painting(display.name)
    try:
        for name in names or SCENES:
            stage = Stage(display, Random(f"{seed} {name}"))
            await stage.put_pointer_away()
            async for step in SCENES[name](stage):
                await painting.settle()
                yield f"{name}: {step}"
    finally:
        painting.close()
