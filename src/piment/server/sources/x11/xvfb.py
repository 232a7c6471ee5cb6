"""An X server of our own, without a screen: Xvfb."""

from __future__ import annotations

import asyncio
import os
import secrets
import struct
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from piment.geometry import Size
from piment.server.sources.base import SourceError
from piment.server.sources.program import Program
from piment.server.sources.x11.attach import AUTHORITY_NAME
from piment.server.sources.x11.framebuffer import FILE_NAME

# The screen can be resized up to this, and its memory is all taken at the start: 40 MiB.
LARGEST = Size(4096, 2560)

# Xvfb compiles a keymap first, which takes a second on a busy machine.
_START_TIMEOUT_S = 20.0

_COOKIE_BYTES = 16

# Where files are memory. Containers often have 64 MiB of it, which others want too.
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - in a new folder that only we may enter
_LEAST_ROOM_BYTES = 160 << 20

# An entry of an authority file for every address and every display number.
_FAMILY_WILD = 0xFFFF

# Options, each with its reason; `-displayfd` makes Xvfb choose a free number and tell it.
_OPTIONS = (
    "-noreset",  # stays the same when its last program ends
    *("-nolisten", "tcp"),  # only for programs on this machine
    *("+extension", "RANDR"),  # resized
    *("+extension", "Composite"),
    *("-extension", "SECURITY"),  # it hides the pointer's shape once its maker has ended
    *("-s", "0"),  # never blanks the screen
    *("-dpi", "96"),  # unscaled
    "-r",  # viewers' keyboards repeat keys; the server need not
)


@dataclass(frozen=True, slots=True)
class Display:
    """A display that only those may use who know its cookie."""

    name: str
    cookie: bytes
    authority: Path
    framebuffer: Path
    """The file that is the screen's memory."""

    @property
    def environment(self) -> dict[str, str]:
        """The variables of programs that shall appear on this display."""
        # Programs that see a Wayland display prefer it.
        kept = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
        return kept | {
            "DISPLAY": self.name,
            "XAUTHORITY": str(self.authority),
            "XDG_SESSION_TYPE": "x11",
        }


@asynccontextmanager
async def running_xvfb(size: Size) -> AsyncIterator[Display]:
    """Run an Xvfb that can have up to `LARGEST` or `size` pixels, and has all of them at first.

    Raises:
        SourceError: Xvfb is not installed, or does not start.

    """
    with tempfile.TemporaryDirectory(prefix="piment-x11-", dir=_memory_folder()) as name:
        folder = Path(name)
        authority = folder / "authority"
        cookie = secrets.token_bytes(_COOKIE_BYTES)
        authority.touch(mode=0o600)
        authority.write_bytes(authority_entry(cookie))
        async with _server(folder, authority, size) as number:
            yield Display(f":{number}", cookie, authority, folder / FILE_NAME)


def _memory_folder() -> Path | None:
    """Return a folder whose files are never written to a disk, if there is one with room."""
    try:
        room = os.statvfs(_SHARED_MEMORY)
    except OSError:
        return None
    is_large = room.f_bavail * room.f_frsize > _LEAST_ROOM_BYTES
    return _SHARED_MEMORY if is_large and os.access(_SHARED_MEMORY, os.W_OK) else None


@asynccontextmanager
async def _server(folder: Path, authority: Path, size: Size) -> AsyncIterator[int]:
    width, height = max(size.width, LARGEST.width), max(size.height, LARGEST.height)
    screen = f"{width}x{height}x24"
    report, number_file = os.pipe()
    errors = folder / "xvfb.log"
    command = ["Xvfb", *("-displayfd", str(number_file)), *("-auth", str(authority))]
    command += ["-fbdir", str(folder)]
    with os.fdopen(report, "rb", buffering=0) as report_file:
        try:
            with errors.open("wb") as log:
                server = Program(
                    [*command, *("-screen", "0", screen), *_OPTIONS],
                    os.environ,
                    pass_fds=[number_file],
                    stderr=log,
                )
        except FileNotFoundError:
            raise SourceError(
                "Xvfb is not installed: install the package xvfb (apt install xvfb)"
            ) from None
        except OSError as error:
            raise SourceError(f"Xvfb cannot be started: {error}") from error
        finally:
            os.close(number_file)
        try:
            yield await _display_number(report_file, errors)
        finally:
            await server.stop()


async def _display_number(report: IO[bytes], errors: Path) -> int:
    stream = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stream), report
    )
    try:
        line = await asyncio.wait_for(stream.readline(), _START_TIMEOUT_S)
    except TimeoutError:
        raise SourceError(f"Xvfb is not ready after {_START_TIMEOUT_S:.0f} s") from None
    finally:
        transport.close()
    if not line:
        raise SourceError(f"Xvfb does not start: {_last_line(errors)}")
    return int(line)


def _last_line(text: Path) -> str:
    lines = text.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it does not say why"


def authority_entry(cookie: bytes) -> bytes:
    """Return the content of an Xauthority file that opens every display with `cookie`."""
    fields = (b"", b"", AUTHORITY_NAME, cookie)
    packed = (struct.pack(">H", len(field)) + field for field in fields)
    return struct.pack(">H", _FAMILY_WILD) + b"".join(packed)
