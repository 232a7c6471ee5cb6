"""Pictures in memory that QEMU shares."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from piment.limits import MOST_IMAGE_BYTES
from piment.server.sources.qemu.formats import PictureError
from piment.server.sources.qemu.mapping import mapped
from tests.server.sources.qemu.pictures import X8R8G8B8, noise


@pytest.fixture
def memory() -> Iterator[int]:
    """A memory file with a picture of 8x6 at 128."""
    handle = os.memfd_create("displaysurface")
    os.pwrite(handle, noise(8, 6).tobytes(), 128)
    yield handle
    os.close(handle)


def test_it_shows_what_is_written_later(memory: int) -> None:
    picture = mapped(memory, 128, (8, 6), 32, X8R8G8B8)
    assert np.array_equal(picture.read(), noise(8, 6))
    os.pwrite(memory, noise(8, 6, 1).tobytes(), 128)
    assert np.array_equal(picture.read(), noise(8, 6, 1))


def test_it_cannot_be_written_to(memory: int) -> None:
    pixels = mapped(memory, 128, (8, 6), 32, X8R8G8B8).read()
    with pytest.raises(ValueError, match="read-only"):
        pixels[0, 0, 0] = 1


def test_the_memory_is_let_go_of_with_the_picture(memory: int) -> None:
    def maps() -> int:
        return Path("/proc/self/maps").read_text().count("memfd:displaysurface")

    before = maps()
    picture = mapped(memory, 128, (8, 6), 32, X8R8G8B8)
    assert maps() == before + 1
    del picture
    assert maps() == before


@pytest.mark.parametrize(
    ("offset", "size", "stride"),
    [(129, (8, 6), 32), (0, (8, 60), 32), (0, (9, 6), 32), (0, (0, 0), 0)],
)
def test_memory_that_is_too_small(
    memory: int, offset: int, size: tuple[int, int], stride: int
) -> None:
    with pytest.raises(PictureError):
        mapped(memory, offset, size, stride, X8R8G8B8)


def test_memory_that_is_larger_than_allowed(memory: int) -> None:
    with pytest.raises(PictureError, match=f"at most {MOST_IMAGE_BYTES}"):
        mapped(memory, 0, (8, 1 << 30), 32, X8R8G8B8)


def test_what_is_no_memory() -> None:
    reading, writing = os.pipe()
    with pytest.raises(PictureError, match="cannot be had"):
        mapped(reading, 0, (8, 6), 32, X8R8G8B8)
    os.close(reading)
    os.close(writing)
