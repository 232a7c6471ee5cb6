"""Memory shared with an X server on the same machine: a System V segment, as MIT-SHM wants it."""

from __future__ import annotations

import ctypes
import os
import weakref

import numpy as np
from numpy.typing import NDArray

# From Linux's <sys/ipc.h> and <sys/shm.h>.
_IPC_PRIVATE = 0
_IPC_CREAT = 0o1000
_IPC_RMID = 0
_SHM_RDONLY = 0o10000
_ONLY_OURS = 0o600

_libc = ctypes.CDLL(None, use_errno=True)
_libc.shmget.argtypes = [ctypes.c_int, ctypes.c_size_t, ctypes.c_int]
_libc.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
_libc.shmat.restype = ctypes.c_void_p
_libc.shmdt.argtypes = [ctypes.c_void_p]
_libc.shmctl.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_void_p]

_NO_ADDRESS = ctypes.c_void_p(-1).value


class Segment:
    """A piece of shared memory that another process fills and this one reads.

    The memory stays mapped for as long as the segment or a slice of `data` lives.
    """

    def __init__(self, size: int) -> None:
        """Make a segment of `size` bytes.

        Raises:
            OSError: the system has none, for want of memory or by its limits.

        """
        self.id: int = _libc.shmget(_IPC_PRIVATE, size, _IPC_CREAT | _ONLY_OURS)
        if self.id < 0:
            raise _last_error()
        address = _libc.shmat(self.id, None, _SHM_RDONLY)
        if address == _NO_ADDRESS:
            error = _last_error()
            self.forget()
            raise error
        memory = (ctypes.c_uint8 * size).from_address(address)
        weakref.finalize(memory, _libc.shmdt, address)
        self.data: NDArray[np.uint8] = np.frombuffer(memoryview(memory), np.uint8)
        self.data.flags.writeable = False

    def forget(self) -> None:
        """Let nobody else attach, and let the system free the memory after its last user."""
        _libc.shmctl(self.id, _IPC_RMID, None)


def _last_error() -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))
