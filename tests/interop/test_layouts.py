"""Text typed on an X11 desktop that has another layout: a terminal there must read the same."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

import pytest

from piment.client.keyboard.layout import Layout
from piment.geometry import Point
from piment.protocol.inputs import KeyboardModifierFlags
from piment.server.scene.actions import Key, PointerPlaced
from piment.server.sources.x11 import X11Source
from tests.client.keyboard.guest import Guest
from tests.interop.peers.display import Xvfb
from tests.interop.peers.packages import need
from tests.interop.peers.patience import becomes

CAPS = KeyboardModifierFlags.CAPS_LOCK
CAPS_KEY = 0x3A

# Far below what the line editor of a terminal takes at once, 4096 bytes.
LINE_CHARS = 50

# Dead keys, AltGr, both, and what is elsewhere than on a US keyboard.
TEXTS = {
    "us": "echo \"$HOME\" | sed 's/~/{}/' >/tmp/x && ls -l [a-z]*; # 100%^@!\n",
    "de": "Grüße @ {[]} \\ | ~ € µ ^ ` ´ ° é è ê ç š ő z y Z Y <>\n\tÄÖÜß Ê\n",
    "de(nodeadkeys)": "^ ` ´ ~ Grüße\n",
    "fr": "Où êtes-vous, garçon ? Noël à 5 €, @#{[|`\\^]} ~ 0123 Î ï ü Û\n",
    "es": "¿Qué? ¡Mañana, señor! áéíóú ÁÉÍ ü à ê ç Ñ @ # [ ] { } \\ | ~ € ^ ` ´ ¨\n",
    "ru": 'Съешь же ещё этих мягких французских булок, №1; Ё: "да"/нет\\?\n',
    "ch": "Zürich à é è ö ç â ê î ñ ~ ^ ` @ # { [ ] } \\ | €\n",
    "us(dvorak)": "The quick brown fox, 'jumps' over {lazy} dogs? [ok] \\o/ @#$\n",
}


class Terminal:
    """An xterm on a desktop with a layout; what is typed there arrives in a file."""

    def __init__(self, source: X11Source, file: Path) -> None:
        self._source = source
        self._file = file

    def turn(self, code: int, pressed: bool) -> None:
        self._source.act(Key(code, pressed))

    async def reads(self, layout: Layout, text: str, locks: KeyboardModifierFlags) -> str:
        """Type `text`, which ends with a newline, and return what arrived."""
        before = self._file.stat().st_size
        for stroke in layout.strokes(text, locks):
            for code, pressed in stroke.turns():
                self.turn(code, pressed)
        size = before + len(text.encode())
        await becomes(lambda: self._file.stat().st_size >= size)
        return self._file.read_bytes()[before:].decode()


@pytest.fixture
async def terminal(
    folder: Callable[[], Path], tmp_path: Path
) -> AsyncIterator[Callable[[str], Awaitable[Terminal]]]:
    """Open a terminal on a desktop of its own that has a layout."""
    need("x11-xkb-utils", "xterm")
    async with AsyncExitStack() as stack:

        async def start(name: str) -> Terminal:
            desk = Xvfb(folder(), 1024, 768)
            stack.callback(desk.stop)
            layout, _, variant = name.rstrip(")").partition("(")
            desk.run("setxkbmap", "-layout", layout, "-variant", variant)
            source = X11Source(desk.name)
            await source.open()
            stack.push_async_callback(source.close)
            file = tmp_path / "typed"
            program = f"stty -echo; exec cat >{file}"
            xterm = desk.start("xterm", "-u8", "-geometry", "100x40+0+0", "-e", "sh", "-c", program)
            desk.window("--class", "xterm", of=xterm)
            source.act(PointerPlaced(Point(100, 100)))
            assert await becomes(file.exists)
            return Terminal(source, file)

        yield start


@pytest.fixture
def guest() -> Iterator[Callable[[str], Guest]]:
    """Make a guest of libxkbcommon's, which knows what can be typed."""
    with ExitStack() as stack:

        def make(layout: str) -> Guest:
            made = Guest(layout)
            stack.callback(made.close)
            return made

        yield make


@pytest.fixture(autouse=True)
def utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the terminal read UTF-8, whatever the locale of the tests."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("XMODIFIERS", raising=False)


def lines(characters: set[str]) -> str:
    """Return `characters` as lines that are not too long."""
    text = "".join(sorted(characters))
    starts = range(0, len(text), LINE_CHARS)
    return "".join(f"{text[start : start + LINE_CHARS]}\n" for start in starts)


@pytest.mark.parametrize("name", TEXTS)
async def test_a_terminal_reads_the_text_that_was_typed(
    name: str,
    terminal: Callable[[str], Awaitable[Terminal]],
    guest: Callable[[str], Guest],
) -> None:
    layout, typed = Layout(name), await terminal(name)
    none = KeyboardModifierFlags(0)
    assert await typed.reads(layout, TEXTS[name], none) == TEXTS[name]
    everything = lines(guest(name).characters())
    assert await typed.reads(layout, everything, none) == everything


@pytest.mark.parametrize("name", ["us", "de", "fr", "ru"])
async def test_a_terminal_reads_it_with_caps_lock_on(
    name: str,
    terminal: Callable[[str], Awaitable[Terminal]],
    guest: Callable[[str], Guest],
) -> None:
    layout, typed, reader = Layout(name), await terminal(name), guest(name)
    typed.turn(CAPS_KEY, True)
    typed.turn(CAPS_KEY, False)
    reader.lock(CAPS)
    everything = lines(reader.written())
    assert await typed.reads(layout, everything, CAPS) == everything
