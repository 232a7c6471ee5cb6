"""The web client's display channel shows what Python's does, whatever a server says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piment.canvas import PixelFormat
from piment.codecs import jpeg
from piment.core.dialogue import Dialogue
from piment.core.events import Received
from piment.errors import PimentError, ProtocolError
from piment.protocol import channel as channels
from piment.protocol import display
from piment.protocol import image as payloads
from piment.protocol.channel import Message, Side
from piment.protocol.framing import MINI_HEADER_SIZE, MiniDataHeader
from piment.wire import Struct
from tests.client.display.pieces import Screen
from tests.client.display.traffic import FILM, traffic
from tests.web.node import Node
from tests.wire.strategies import damaged

SEEDS = st.integers(0, 2**32)
HIGHEST = 6
"""Id of a surface."""

few = settings(max_examples=settings().max_examples // 3, deadline=None)


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with Node("displays.js") as node:
        yield node


def said(messages: Sequence[Message]) -> list[bytes]:
    """Return the bytes of each message of a server."""
    dialogue = Dialogue(channels.display, Side.SERVER, mini_header=True)
    parts = []
    for message in messages:
        dialogue.send(message)
        parts.append(dialogue.take_output())
    return parts


def files_in(value: Any) -> Iterator[bytes]:
    """Yield the JPEG files below a value, whole or not."""
    match value:
        case payloads.JpegAlpha(_, size, data):
            yield data[:size]
        case payloads.Jpeg(data):
            yield data
        case list():
            for item in value:
                yield from files_in(item)
        case Struct():
            for inner in vars(value).values():
                yield from files_in(inner)


def known(files: set[bytes]) -> list[Any]:
    """Return files with what a browser would make of them: here, what Python does."""
    found = []
    for file in files:
        try:
            pixels = jpeg.decode(file).pixels
        except PimentError:
            continue
        height, width = pixels.shape[:2]
        found.append([file.hex(), width, height, np.ascontiguousarray(pixels).tobytes().hex()])
    return found


def without_time(message: Message) -> Message:
    """Return a frame that is to be shown at once: what is late depends on clocks."""
    match message:
        case display.StreamData():
            return display.StreamData(message.id, 0, message.data)
        case display.StreamDataSized(number, _, width, height, dest, data):
            return display.StreamDataSized(number, 0, width, height, dest, data)
    return message


async def python(parts: list[bytes]) -> tuple[Screen, str | None, set[bytes]]:
    """Return Python's display after a server has said all that, and the JPEG files in it."""
    screen, files = Screen(), set(FILM)
    dialogue = Dialogue(channels.display, Side.CLIENT, mini_header=True)
    try:
        for part in parts:
            for event in dialogue.receive(part):
                if isinstance(event, Received):
                    files.update(files_in(event.message))
                    await screen.do(event.message)
    except ProtocolError as error:
        return screen, str(error), files
    return screen, None, files


def surfaces(screen: Screen) -> dict[str, Any]:
    """Return what all surfaces show, as the script tells it."""
    found = {}
    for number in range(HIGHEST + 1):
        surface = screen.channel.surfaces.get(number)
        if surface is not None:
            width, height = surface.size
            words = surface.words.tobytes().hex()
            form = int(surface.format)
            found[str(number)] = {"width": width, "height": height, "format": form, "words": words}
    return without_pads(found)


def without_pads(found: dict[str, Any]) -> dict[str, Any]:
    """Return surfaces without the bit of 16_555 that means nothing: decoders leave it out."""
    for surface in found.values():
        if surface["format"] == PixelFormat.RGB555:
            words = np.frombuffer(bytes.fromhex(surface["words"]), "<u2") & 0x7FFF
            surface["words"] = words.tobytes().hex()
    return found


def rewritten(part: bytes, body: bytes) -> bytes:
    """Return a message with another body."""
    head = MiniDataHeader.unpack(part[:MINI_HEADER_SIZE])
    return MiniDataHeader(type=head.type, size=len(body)).pack() + body


def ask(node: Node, parts: list[bytes], files: set[bytes], workers: int) -> dict[str, Any]:
    chunks = [part.hex() for part in parts]
    (answer,) = node.ask([{"chunks": chunks, "files": known(files), "workers": workers}])
    return answer


def compare(answer: dict[str, Any], screen: Screen, failure: str | None) -> None:
    assert (answer["failure"] is None) == (failure is None), (answer["failure"], failure)
    if failure is not None:
        return  # how far each has come then, is its own affair
    assert answer["dropped"] == screen.channel.dropped, answer["drops"]
    assert without_pads(answer["surfaces"]) == surfaces(screen)
    assert answer["isMarked"] == screen.channel.is_marked
    assert answer["seen"] == dict(screen.channel.images_seen)
    assert answer["isShadowRight"]


@pytest.mark.parametrize("workers", [0, 2])
@given(seed=SEEDS)
@few
async def test_surfaces_show_the_same(node, workers, seed) -> None:
    parts = said([without_time(message) for message in traffic(seed, 60)])
    screen, failure, files = await python(parts)
    assert failure is None
    compare(ask(node, parts, files, workers), screen, failure)


@given(seed=SEEDS, data=st.data())
@few
async def test_broken_messages_are_dropped_or_end_it_as_in_python(node, seed, data) -> None:
    parts = said([without_time(message) for message in traffic(seed, 20)])
    index = data.draw(st.integers(0, len(parts) - 1))
    parts[index] = rewritten(parts[index], data.draw(damaged(parts[index][MINI_HEADER_SIZE:])))
    screen, failure, files = await python(parts)
    compare(ask(node, parts, files, 0), screen, failure)
