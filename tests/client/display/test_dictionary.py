from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from piment.client.display.dictionary import Dictionary, DictionaryError
from piment.codecs import glz, zlib
from piment.codecs.image import ImageType
from piment.protocol.image import GlzRgb, ZlibGlzRgb
from tests.client.display.pieces import noise

WINDOW = 1 << 16


def streams(count: int) -> list[bytes]:
    """Return images that refer to each other: all show the same."""
    encoder = glz.Encoder(WINDOW)
    return [encoder.encode(noise(16, 16), ImageType.RGB32) for _ in range(count)]


def test_images_refer_to_those_before_them() -> None:
    first, second = streams(2)
    assert len(second) < len(first) / 4
    dictionary = Dictionary(WINDOW)
    for stream in (first, second):
        assert np.array_equal(dictionary.decode(GlzRgb(stream)).pixels, noise(16, 16))


def test_streams_may_come_within_zlib() -> None:
    (stream,) = streams(1)
    coded = ZlibGlzRgb(len(stream), zlib.deflate(stream))
    assert np.array_equal(Dictionary(WINDOW).decode(coded).pixels, noise(16, 16))


def test_what_is_broken_or_missing_breaks_the_dictionary() -> None:
    first, second = streams(2)
    for coded in (
        GlzRgb(second),
        GlzRgb(first[:-1]),
        ZlibGlzRgb(len(first), b"no zlib"),
        ZlibGlzRgb(1 << 30, zlib.deflate(first)),
    ):
        with pytest.raises(DictionaryError):
            Dictionary(WINDOW).decode(coded)


async def test_an_image_of_another_channel_is_waited_for() -> None:
    first, second = streams(2)
    dictionary = Dictionary(WINDOW)
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1) as workers:
        waiting = loop.run_in_executor(
            workers, lambda: dictionary.decode(GlzRgb(second), patience=5)
        )
        dictionary.decode(GlzRgb(first))
        assert np.array_equal((await waiting).pixels, noise(16, 16))


async def test_the_end_ends_all_waiting() -> None:
    _, second = streams(2)
    dictionary = Dictionary(WINDOW)
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1) as workers:
        waiting = loop.run_in_executor(
            workers, lambda: dictionary.decode(GlzRgb(second), patience=60)
        )
        dictionary.close()
        with pytest.raises(DictionaryError):
            await waiting
