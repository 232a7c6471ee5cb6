"""Programs made of widgets: of the Athena ones, and of GTK 3 with menus."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from tests.interop.peers.scenes.stage import Stage

SUMS = ("12+34=", "*7=", "/9=", "-0.5=", "c")
WORDS = ("of", "cabbages", "and", "kings,", "shoes", "ships", "sealing", "wax\n")
EDITS = 10
# Where the fields of a font's name are in xfontsel, and the way from there into a menu.
FONT_FIELDS = ((55, 42), (90, 42), (130, 42))
INTO_MENU = (40, 30)

NO_BLINKING = "[Settings]\ngtk-cursor-blink = 0\ngtk-enable-animations = 0\n"
MENUS = 6


async def calculator(stage: Stage) -> AsyncIterator[str]:
    """Calculate, by keys."""
    program, window = await stage.show("xcalc", "-geometry", "250x340+300+100", named="xcalc")
    yield "opened"
    await stage.focus(window)
    for term in SUMS:
        for key in term:
            await stage.xdotool("type", key)
        yield term
    await stage.end(program)
    yield "closed"


async def editor(stage: Stage) -> AsyncIterator[str]:
    """Write, turn pages and mark text in an Athena editor."""
    file = page(stage)
    program, window = await stage.show(
        "xedit", "-geometry", "620x420+80+60", str(file), named="xedit"
    )
    yield "opened"
    await stage.xdotool("mousemove", "--window", window, 300, 250, "click", 1)
    yield "clicked"
    for number in range(EDITS):
        await stage.xdotool("type", stage.random.choice(WORDS) + " ")
        yield f"words {number}"
    for key in ("Next", "Next", "Prior", "Down", "ctrl+k", "ctrl+y"):
        await stage.xdotool("key", key)
        yield key
    await stage.xdotool("mousemove", "--window", window, 20, 200, "mousedown", 1)
    await stage.xdotool("mousemove", "--window", window, 200, 280, "mouseup", 1)
    yield "marked"
    await stage.end(program)
    yield "closed"


async def fonts(stage: Stage) -> AsyncIterator[str]:
    """Choose fonts from menus that pop up while a button is held."""
    program, window = await stage.show("xfontsel", "-geometry", "640x300+60+80", named="xfontsel")
    yield "opened"
    for x, y in FONT_FIELDS:
        await stage.xdotool("mousemove", "--window", window, x, y, "mousedown", 1)
        yield f"menu at {x}"
        right, down = INTO_MENU
        await stage.xdotool("mousemove", "--window", window, x + right, y + down, "mouseup", 1)
        yield f"choice at {x}"
    await stage.end(program)
    yield "closed"


async def notebook(stage: Stage) -> AsyncIterator[str]:
    """Open menus, write and mark text in a GTK editor."""
    settings = stage.display.folder / "config" / "gtk-3.0" / "settings.ini"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(NO_BLINKING)
    home = (f"HOME={stage.display.folder}", f"XDG_CONFIG_HOME={settings.parents[1]}")
    env = ("env", *home, "GSETTINGS_BACKEND=memory", "NO_AT_BRIDGE=1")
    command = (*env, "mousepad", "--disable-server", str(page(stage)))
    program, window = await stage.show(*command, named="mousepad")
    yield "opened"
    await stage.focus(window)
    await stage.xdotool("key", "alt+f")
    yield "menu"
    for number in range(MENUS):
        await stage.xdotool("key", "Right")
        yield f"menu {number}"
    for key in ("Down", "Down", "Escape", "ctrl+End"):
        await stage.xdotool("key", key)
        yield key
    for number in range(EDITS):
        await stage.xdotool("type", stage.random.choice(WORDS) + " ")
        yield f"words {number}"
    for key in ("ctrl+a", "Prior", "Prior", "ctrl+f"):
        await stage.xdotool("key", key)
        yield key
    await stage.end(program)
    yield "closed"


def page(stage: Stage) -> Path:
    """Return a file with text."""
    file = stage.display.folder / "page.txt"
    file.write_text("\n".join(" ".join(stage.random.choices(WORDS, k=9)) for _ in range(60)))
    return file
