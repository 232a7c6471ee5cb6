from __future__ import annotations

import ctypes
from pathlib import Path

import pytest

from piment.server.sources.x11.segment import Segment

libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p


def lasting() -> set[int]:
    lines = Path("/proc/sysvipc/shm").read_text().splitlines()[1:]
    return {int(line.split()[1]) for line in lines}


def test_what_another_writes_is_seen() -> None:
    segment = Segment(10_000)
    address = libc.shmat(segment.id, None, 0)
    segment.forget()
    ctypes.memmove(address + 9_990, b"pimento", 7)
    assert segment.data[9_990:9_997].tobytes() == b"pimento"
    libc.shmdt(ctypes.c_void_p(address))


def test_the_memory_lives_as_long_as_somebody_looks_at_it() -> None:
    segment = Segment(5_000)
    number = segment.id
    assert number in lasting()
    segment.forget()
    part = segment.data[100:200].reshape(10, 10)
    del segment
    assert number in lasting()
    assert part.sum() == 0
    del part
    assert number not in lasting()


def test_it_is_only_for_reading() -> None:
    segment = Segment(10)
    segment.forget()
    with pytest.raises(ValueError, match="read-only"):
        segment.data[0] = 1


def test_too_much_is_an_error() -> None:
    with pytest.raises(OSError, match="Errno"):
        Segment(1 << 60)
