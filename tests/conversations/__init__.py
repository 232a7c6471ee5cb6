"""Conversations of programs that are not ours, byte for byte as they were on the wire.

Each file is one connection, in the order in which a proxy between the two saw it (`record`):

    # where it comes from
    client 52454451 ...     what one read brought, in hex
    server zeros 255936     the same, for a long run of zeros
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from piment.protocol.channel import Side

FOLDER = Path(__file__).parent
ZEROS = "zeros"


class Turn(NamedTuple):
    """Bytes that one side sent."""

    side: Side
    data: bytes


def recorded(name: str) -> list[Turn]:
    """Return the conversation in the file `name`, which may have a folder in front."""
    turns = []
    for line in (FOLDER / f"{name}.txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        side, *data = line.split()
        run = bytes(int(data[1])) if data[0] == ZEROS else bytes.fromhex("".join(data))
        turns.append(Turn(Side(side), run))
    return turns


def said(turns: list[Turn], side: Side) -> bytes:
    """Return all that one side sent."""
    return b"".join(turn.data for turn in turns if turn.side is side)
