"""The background: one colour, plaids, bitmaps of two colours."""

from __future__ import annotations

from collections.abc import AsyncIterator

from tests.interop.peers.scenes.stage import Stage

COLOURS = ("SteelBlue", "#203040", "salmon", "#00ff00", "gray20", "LightGoldenrod", "navy")
PLAIDS = ((16, 16), (3, 7), (2, 2), (31, 5), (1, 9))
BITS = 64


async def root(stage: Stage) -> AsyncIterator[str]:
    """Change the background again and again."""
    for colour in COLOURS:
        await stage.run("xsetroot", "-solid", colour)
        yield colour
    for width, height in PLAIDS:
        await stage.run("xsetroot", "-mod", str(width), str(height), *two_colours(stage))
        yield f"plaid {width}x{height}"
    await stage.run("xsetroot", "-gray")
    yield "gray"
    for number in range(5):
        bitmap = stage.display.folder / f"bitmap{number}.xbm"
        bitmap.write_text(random_bitmap(stage, width=8 * (number + 1) + number))
        await stage.run("xsetroot", "-bitmap", str(bitmap), *two_colours(stage))
        yield f"bitmap {number}"
    await stage.run("xsetroot", "-solid", COLOURS[0])
    yield "as before"


def two_colours(stage: Stage) -> tuple[str, ...]:
    """Return options for a foreground and another background."""
    foreground, background = stage.random.sample(COLOURS, 2)
    return ("-fg", foreground, "-bg", background)


def random_bitmap(stage: Stage, width: int) -> str:
    """Return a bitmap of random bits, as X programs read it."""
    row_bytes = (width + 7) // 8
    bits = ", ".join(f"{byte:#04x}" for byte in stage.random.randbytes(row_bytes * width))
    sizes = f"#define it_width {width}\n#define it_height {width}\n"
    return f"{sizes}static unsigned char it_bits[] = {{\n{bits}}};\n"
