"""Pictures in memory that QEMU shares (dbus-display.md 3.4)."""

from __future__ import annotations

import mmap

from piment.limits import MOST_IMAGE_BYTES
from piment.server.sources.qemu.formats import Picture, PictureError


def mapped(handle: int, offset: int, size: tuple[int, int], stride: int, code: int) -> Picture:
    """Return the picture at `offset` in the memory file `handle`, which may be closed then.

    The memory stays mapped, read-only, as long as somebody has the picture.

    Raises:
        PictureError: the file is too small for it, or no memory, or larger than allowed.

    """
    length = offset + stride * size[1]
    if length > MOST_IMAGE_BYTES:
        raise PictureError(f"a shared picture has {length} bytes, at most {MOST_IMAGE_BYTES}")
    try:
        memory = mmap.mmap(handle, length, mmap.MAP_SHARED, mmap.PROT_READ)
    except (OSError, ValueError) as error:
        raise PictureError(f"{length} bytes of shared memory cannot be had: {error}") from None
    return Picture.within(memoryview(memory), size, stride, code, offset)
