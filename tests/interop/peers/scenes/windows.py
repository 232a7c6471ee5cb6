"""Windows that a window manager moves, resizes, raises, hides: pixels copied on the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator

from tests.interop.peers.scenes.stage import Stage

MOVES, RESIZES, RAISES = 20, 8, 6
CASCADE_STEP = 40
# One with text, one with arcs, one with straight lines; the clock does not move by itself.
PROGRAMS = {
    "xterm": ("xterm", "-geometry", "60x16+40+60", "-e", "seq 300; exec sleep 1000"),
    "xlogo": ("xlogo", "-geometry", "260x200+420+80", "-fg", "firebrick"),
    "xclock": ("xclock", "-update", "3600", "-geometry", "180x180+500+300"),
    "^Clock$": ("oclock", "-geometry", "160x160+100+400"),
}


async def windows(stage: Stage) -> AsyncIterator[str]:
    """Open windows that overlap, and let them go everywhere."""
    programs, ids = [], []
    for its_class, command in PROGRAMS.items():
        program, window = await stage.show(*command, named=its_class)
        programs.append(program)
        ids.append(window)
        yield f"{command[0]} opened"
    random = stage.random
    for number in range(MOVES):  # beyond the screen's edges, too
        place = random.randrange(-100, 800), random.randrange(0, 600)
        await stage.xdotool("windowmove", random.choice(ids), *place)
        yield f"move {number}"
    for number in range(RESIZES):
        size = random.randrange(100, 600), random.randrange(100, 500)
        await stage.xdotool("windowsize", ids[number % len(ids)], *size)
        yield f"resize {number}"
    for number, window in enumerate(ids):  # then each is partly behind the next
        await stage.xdotool("windowmove", window, *(CASCADE_STEP * (number + 1),) * 2)
    yield "cascade"
    for number in range(RAISES):
        await stage.xdotool("windowactivate", ids[number % len(ids)])
        yield f"raise {number}"
    for window in ids[:2]:
        await stage.xdotool("windowminimize", window)
        yield f"{window} hidden"
        await stage.xdotool("windowactivate", window)
        yield f"{window} back"
    for program in programs:
        await stage.end(program)
        yield "closed"
