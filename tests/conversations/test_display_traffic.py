"""A display channel before servers that say whatever they like."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piment import canvas, limits
from piment.canvas.image import Image as CanvasImage
from piment.client.display.memory import PIXMAP_CACHE_PIXELS
from piment.core import dialogue as dialogues
from piment.core.dialogue import Dialogue
from piment.core.events import Received, Run
from piment.errors import ProtocolError
from piment.protocol import channel as channels
from piment.protocol import display
from piment.protocol import image as payloads
from piment.protocol.channel import Message, Side
from piment.protocol.image import Image as WireImage
from piment.protocol.image import ImageFlags
from tests.canvas.scenes import OWN, words_of
from tests.client.display.pieces import Screen, create
from tests.client.display.traffic import Server, plain, put_images, replaced, traffic
from tests.interop.hostile.bytes import damaged

CACHE_ME = ImageFlags.CACHE_ME
SEEDS = st.integers(0, 2**32)


@pytest.fixture(scope="module", autouse=True)
def runs_from_the_first_message_on() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dialogues, "MESSAGES_BEFORE_RUNS", 0)
        yield


def packed(messages: list[Message]) -> list[bytes]:
    """Return the bytes of messages of a server."""
    dialogue = Dialogue(channels.display, Side.SERVER, mini_header=True)
    out = []
    for message in messages:
        dialogue.send(message)
        out.append(dialogue.take_output())
    return out


async def hear(screen: Screen, parts: list[bytes]) -> None:
    """Let a channel take what comes from a server."""
    channel = screen.channel
    dialogue = Dialogue(
        channels.display, Side.CLIENT, mini_header=True, shapes=lambda: channel.shapes
    )
    for part in parts:
        for event in dialogue.receive(part):
            match event:
                case Received(message, _):
                    await screen.do(message)
                case Run():
                    await screen.run(event)


def check_bounds(screen: Screen) -> None:
    """Assert that a channel holds no more than the limits say."""
    surfaces = screen.channel.surfaces
    assert len(surfaces) <= limits.MOST_SURFACES
    assert surfaces.pixels <= limits.MOST_SURFACE_PIXELS
    pixmaps = screen.shared.display_memory.pixmaps
    assert pixmaps.pixels <= limits.PIXMAP_CACHE_SLACK * PIXMAP_CACHE_PIXELS
    assert len(screen.channel.streams.open) <= limits.MOST_STREAM_ID + 1


@given(SEEDS)
@settings(max_examples=max(60, settings.default.max_examples // 4))
def test_whatever_is_said_well_is_heard(seed: int) -> None:
    """Only the number of commands that make no sense is not 0."""

    async def run() -> None:
        screen = Screen()
        await hear(screen, packed(list(traffic(seed, 40))))
        check_bounds(screen)

    asyncio.run(run())


@given(SEEDS)
@settings(max_examples=max(100, settings.default.max_examples // 2))
def test_whatever_is_said_badly_ends_the_channel_at_most(seed: int) -> None:
    rng = random.Random(seed)

    async def run() -> None:
        screen = Screen()
        parts = packed(list(traffic(seed, 40)))
        parts[1:] = [hurt(rng, part) for part in parts[1:]]
        with suppress(ProtocolError):  # that is the channel's end
            await hear(screen, parts)
        check_bounds(screen)

    asyncio.run(run())


def hurt(rng: random.Random, part: bytes) -> bytes:
    """Damage the body of a message, and say its new size, in two of three cases."""
    if rng.random() < 1 / 3:
        return part
    body = damaged(rng, part[6:])
    return part[:2] + len(body).to_bytes(4, "little") + body


@given(SEEDS)
@settings(max_examples=max(60, settings.default.max_examples // 4))
def test_a_channel_draws_what_the_canvas_draws(seed: int) -> None:
    """The same commands, with images as bitmaps, from the cache and of other surfaces."""

    async def run() -> None:
        server, screen = Server(seed), Screen()
        form = display.SurfaceFmt(server.form)
        await screen.do(create(server.width, server.height, 0, form))
        screen.channel.surfaces[0].words[:] = server.surface.words
        for number in range(12):
            command = server.command()
            try:
                canvas.draw(server.surface, command, server.store)
            except ProtocolError:
                dropped = screen.channel.dropped
                await screen.do(await sent(screen, server, command, number))
                assert screen.channel.dropped == dropped + 1
                continue
            await screen.do(await sent(screen, server, command, number))
            np.testing.assert_array_equal(screen.channel.surfaces[0].words, server.surface.words)

    asyncio.run(run())


async def sent(
    screen: Screen, server: Server, command: display.Drawing, number: int
) -> display.Drawing:
    """Return a command with its images as a server would send them, after what they need."""
    needed: list[tuple[int, WireImage]] = []

    def travels(image: WireImage) -> WireImage:
        if image.id == OWN:
            return replaced(image, payloads.Surface(0))
        picture = server.store.find(image)
        if picture.is_surface:
            needed.append((image.id, image))
            return replaced(image, payloads.Surface(image.id))
        flags = server.random.choice([ImageFlags(0), CACHE_ME])
        made = WireImage(image.id, flags, image.width, image.height, plain(picture))
        if server.chance(0.5):
            return made
        kept = CanvasImage(picture.format, words_of(picture))
        screen.shared.display_memory.pixmaps.add(image.id, kept, is_lossy=False)
        return replaced(image, payloads.FromCache())

    put_images(command, travels)
    for surface_id, image in needed:
        picture = server.store.find(image)
        form = display.SurfaceFmt(picture.format)
        await screen.do(create(picture.width, picture.height, surface_id, form))
        if picture.width and picture.height:
            screen.channel.surfaces[surface_id].words[:] = words_of(picture)
    return command


@pytest.mark.parametrize("seed", range(3))
def test_the_traffic_is_worth_its_name(seed: int) -> None:
    """Most of what is said makes sense to the channel."""

    async def run() -> None:
        screen, messages = Screen(), list(traffic(seed, 400))
        await hear(screen, packed(messages))
        assert screen.channel.dropped < len(messages) / 2
        assert len(screen.channel.images_seen) >= 10
        assert len({type(message) for message in messages}) >= 25

    asyncio.run(run())
