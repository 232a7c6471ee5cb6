"""Stand between a client and a server, and write down what they say.

    python -m tests.conversations.record 5999 5931 OUT "spice-gtk 0.42 and QEMU 7.2"

listens at 127.0.0.1:5999, forwards to 127.0.0.1:5931, and writes one file per connection into the
folder OUT, named by the channel that the link message asks for. Ends with Ctrl-C.
"""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from piment.protocol.channel import CHANNELS
from tests.conversations import ZEROS

MOST_BYTES = 12 * 1024
"""Kept of each side of a connection, runs of zeros not counted: the start says it all."""

CHANNEL_TYPE_AT = 20
"""Where a client's first bytes say which channel it wants: behind header and connection id."""

LINE_BYTES = 48
_RUN = re.compile(rb"\0{256,}")


class Recording:
    """What was said on one connection."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.name = ""
        self._lines: list[str] = []
        self._kept = {"client": 0, "server": 0}

    def add(self, side: str, data: bytes) -> None:
        """Write down what `side` said, until there is enough of it."""
        if not self.name:
            self.name = channel_name(data)
        at = 0
        for run in [*_RUN.finditer(data), None]:
            self._hex(side, data[at : run.start() if run else len(data)])
            if run and self._kept[side] < MOST_BYTES:
                self._lines.append(f"{side} {ZEROS} {len(run[0])}")
                at = run.end()

    def _hex(self, side: str, data: bytes) -> None:
        data = data[: MOST_BYTES - self._kept[side]]
        self._kept[side] += len(data)
        for at in range(0, len(data), LINE_BYTES):
            self._lines.append(f"{side} {data[at : at + LINE_BYTES].hex()}")

    def save(self, folder: Path) -> None:
        """Write the file."""
        folder.mkdir(parents=True, exist_ok=True)
        head = [f"# {self.title}: {self.name}.", f"# Cut after {MOST_BYTES} bytes of a side."]
        text = "\n".join([*head, *self._lines, ""])
        (folder / f"{self.name}.txt").write_text(text)


def channel_name(request: bytes) -> str:
    """Return the name of the channel that a link message asks for."""
    number = request[CHANNEL_TYPE_AT] if len(request) > CHANNEL_TYPE_AT else None
    return CHANNELS[number].name if number in CHANNELS else "link"


async def relay(
    side: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, said: Recording
) -> None:
    """Forward what `side` says until it ends."""
    try:
        while data := await reader.read(1 << 16):
            said.add(side, data)
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass  # the other end is gone, which ends this one too
    finally:
        writer.close()


async def main(port: int, target: int, folder: Path, title: str) -> None:
    """Serve until cancelled."""

    async def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        said = Recording(title)
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", target)
        await asyncio.gather(
            relay("client", reader, far_writer, said), relay("server", far_reader, writer, said)
        )
        said.save(folder)

    async with await asyncio.start_server(accepted, "127.0.0.1", port) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]))
