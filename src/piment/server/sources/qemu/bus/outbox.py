"""What waits to be sent over a socket, in order, with descriptors."""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Sequence


class Outbox:
    """Messages on their way out."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._waiting: deque[tuple[memoryview, Sequence[int]]] = deque()

    def add(self, data: bytes, handles: Sequence[int]) -> None:
        """Let a message wait; its descriptors must stay open until it is answered."""
        self._waiting.append((memoryview(data), handles))

    def send(self) -> bool:
        """Send what the socket takes now; return whether nothing is left.

        Raises:
            OSError: the connection is broken.

        """
        while self._waiting:
            data, handles = self._waiting[0]
            try:
                sent = self._send(data, handles)
            except BlockingIOError:
                return False
            if sent == len(data):
                self._waiting.popleft()
            else:
                self._waiting[0] = (data[sent:], ())
        return True

    def _send(self, data: memoryview, handles: Sequence[int]) -> int:
        if handles:
            return socket.send_fds(self._sock, [data], handles)
        return self._sock.send(data)
