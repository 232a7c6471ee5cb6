"""A shell in a guest that reads what it is to do from the serial port, without echo or prompt."""

from __future__ import annotations

import asyncio
import re
import uuid
from pathlib import Path

from tests.interop.peers.process import PeerError

# How long a command in a guest may take unless the caller knows better.
COMMAND_S = 30.0
# A terminal's line: the kernel drops what is longer.
LINE_BYTES = 4095
READ_BYTES = 65536


class GuestError(PeerError):
    """A command in a guest failed; the message has what it told."""


async def run_in_guest(path: Path, command: str, timeout_s: float = COMMAND_S) -> str:
    """Run a command in the shell at the serial port whose socket is `path`; return its output.

    Raises:
        GuestError: it ended with another status than 0.
        PeerError: the shell gave no answer in time.
        ValueError: the command is longer than a terminal takes.

    """
    mark = uuid.uuid4().hex[:8]
    if max(map(len, command.encode().split(b"\n"))) > LINE_BYTES:
        raise ValueError(f"a line of a command has more than {LINE_BYTES} bytes")
    script = f"echo {mark}-begins\n{command}\necho {mark}-ends $?\n"
    wanted = re.compile(rf"{mark}-begins\n(.*?){mark}-ends (\d+)\n", re.DOTALL)
    text, status = await talk(path, script, wanted, timeout_s)
    if int(status):
        raise GuestError(f"{command!r} ended with {status} in the guest and told:\n{text}")
    return text


async def talk(path: Path, text: str, wanted: re.Pattern[str], timeout_s: float) -> tuple[str, ...]:
    """Write `text`, read until `wanted` is found in all that was read, and return its groups."""
    try:
        reader, writer = await asyncio.open_unix_connection(path)
    except OSError as error:
        raise PeerError(f"there is no serial port at {path}: {error}") from None
    told = b""
    try:
        async with asyncio.timeout(timeout_s):
            writer.write(text.encode())
            while not (found := wanted.search(plain(told))):
                data = await reader.read(READ_BYTES)
                if not data:
                    raise PeerError(f"the serial port closed; it told:\n{plain(told)}")
                told += data
            return found.groups()
    except TimeoutError:
        raise PeerError(
            f"no answer in {timeout_s} s; the serial port told:\n{plain(told)}"
        ) from None
    finally:
        writer.close()


def plain(told: bytes) -> str:
    """Return text without the carriage returns that terminals add."""
    return told.decode(errors="replace").replace("\r", "")
