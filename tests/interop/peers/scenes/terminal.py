"""A terminal: coloured text that scrolls, regions of it, inverse screens, another font."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

from tests.interop.peers.scenes.stage import Stage

COLUMNS, ROWS = 80, 24
CORE_FONT = ("-fn", "fixed")
SMOOTH_FONT = ("-fa", "Monospace", "-fs", "10")
SCREENFULS, LINES, CURSOR_MOVES = 8, 12, 6


class Writer:
    """What is written here stands in a terminal."""

    def __init__(self, fifo: Path) -> None:
        os.mkfifo(fifo)
        self._descriptor = os.open(fifo, os.O_RDWR)  # for reading too: then it waits for nobody

    def write(self, text: str) -> None:
        """Write text with the terminal's control sequences."""
        os.write(self._descriptor, text.encode())

    def close(self) -> None:
        """Write no more."""
        os.close(self._descriptor)


async def core_terminal(stage: Stage) -> AsyncIterator[str]:
    """Write into an xterm with the X server's own font."""
    async for step in written(stage, *CORE_FONT):
        yield step


async def smooth_terminal(stage: Stage) -> AsyncIterator[str]:
    """Write into an xterm with anti-aliased letters."""
    async for step in written(stage, *SMOOTH_FONT):
        yield step


async def written(stage: Stage, *font: str) -> AsyncIterator[str]:
    """Write all kinds of text into an xterm."""
    fifo = stage.display.folder / f"terminal{font[0]}"
    writer = Writer(fifo)
    place = ("-geometry", f"{COLUMNS}x{ROWS}+{stage.random.randrange(200)}+40")
    try:
        terminal, _ = await stage.show(
            *("xterm", *font, *place, "-e", "cat", str(fifo)), named="xterm"
        )
        yield "opened"
        for name, text in texts(stage):
            writer.write(text)
            yield name
        await stage.end(terminal)
        yield "closed"
    finally:
        writer.close()


def texts(stage: Stage) -> list[tuple[str, str]]:
    """Return what is written, step by step, each with a name."""
    screens = ["".join(line(stage) for _ in range(ROWS)) for _ in range(SCREENFULS)]
    lines = [line(stage) for _ in range(LINES)]
    words = [placed(stage, line(stage)[:30]) for _ in range(CURSOR_MOVES)]
    return [
        *((f"screen {n}", text) for n, text in enumerate(screens)),
        *((f"line {n}", text) for n, text in enumerate(lines)),
        ("inverse screen", "\x1b[?5h"),
        ("plain screen", "\x1b[?5l"),
        ("region scrolls up", "\x1b[5;15r\x1b[15;1H" + "".join(line(stage) for _ in range(5))),
        ("region scrolls down", "\x1b[5;1H" + "\x1bM" * 4),
        ("lines inserted", "\x1b[r\x1b[8;1H\x1b[3L"),
        ("lines deleted", "\x1b[10;1H\x1b[2M"),
        ("characters inserted", "\x1b[12;10H\x1b[7@"),
        ("part erased", "\x1b[18;30H\x1b[1J"),
        *((f"words {n}", text) for n, text in enumerate(words)),
        ("letters everywhere", "\x1b#8"),
        ("other screen", "\x1b[?1049h\x1b[44m\x1b[2J" + line(stage)),
        ("first screen", "\x1b[?1049l"),
        ("erased", "\x1b[0m\x1b[2J\x1b[H"),
    ]


def placed(stage: Stage, text: str) -> str:
    """Return text behind what brings the cursor somewhere."""
    row, column = stage.random.randrange(1, ROWS), stage.random.randrange(1, COLUMNS // 2)
    return f"\x1b[{row};{column}H{text}"


def line(stage: Stage) -> str:
    """Return words in random colours and styles, and the line's end."""
    random = stage.random
    words: list[str] = []
    while sum(map(len, words)) < COLUMNS - 12:
        words.append("".join(random.choices("etaoinshrdlu ETAOIN0123456789~#{}[]/", k=8)))
    styles = (f"\x1b[{random.choice((0, 1, 4, 7))};3{random.randrange(8)}" for _ in words)
    grounds = (f";4{random.randrange(8)}m" if random.random() < 0.3 else "m" for _ in words)
    parts = zip(styles, grounds, words, strict=True)
    return "".join(style + ground + word for style, ground, word in parts) + "\x1b[0m\r\n"
