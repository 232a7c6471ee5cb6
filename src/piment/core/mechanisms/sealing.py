"""The layer of DIGEST-MD5: every buffer encrypted, numbered, and with a proof (RFC 2831, 2.4).

A buffer on the wire is its length in four bytes, big-endian like all here, then the sealed text and
proof, two bytes of version and four of a running number.
"""

from __future__ import annotations

import hashlib
import hmac
import struct

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher

from piment.errors import ProtocolError
from piment.limits import MOST_SASL_BUFFER_BYTES

LENGTH_BYTES = 4
PROOF_BYTES = 10
VERSION = b"\0\1"
TRAILER_BYTES = len(VERSION) + 4

OVERHEAD_BYTES = LENGTH_BYTES + PROOF_BYTES + TRAILER_BYTES
"""What sealing adds."""


def digest(data: bytes) -> bytes:
    """Return the MD5 of `data`, which the mechanism is built on."""
    return hashlib.md5(data, usedforsecurity=False).digest()


CIPHERS = {"rc4": 16, "rc4-56": 7}
"""How many bytes of the session's hash go into a key; the best first.

`rc4-40` and `des` have less than the 56 bits that SPICE wants, and no server was found that still
does the `3des` that it offers.
"""


class _Way:
    """One direction: its keys, and the number of the next buffer."""

    def __init__(self, cipher: str, session: bytes, way: str) -> None:
        sealing = f"Digest H(A1) to {way} sealing key magic constant"
        signing = f"Digest session key to {way} signing key magic constant"
        key = digest(session[: CIPHERS[cipher]] + sealing.encode())
        self._stream = Cipher(ARC4(key), None).encryptor()  # decrypting is the same
        self._signing_key = digest(session + signing.encode())
        self._next = 0

    def seal(self, text: bytes) -> bytes:
        """Return the buffer that carries `text`, with its length in front."""
        number = self._number()
        sealed = self._stream.update(text + self._proof(number, text)) + VERSION + number
        return len(sealed).to_bytes(LENGTH_BYTES, "big") + sealed

    def open(self, sealed: bytes) -> bytes:
        """Return the text that a buffer carries, which is given without its length.

        Raises:
            ProtocolError: it is not the one that the server sealed.

        """
        number = self._number()
        if len(sealed) < PROOF_BYTES + TRAILER_BYTES or not sealed.endswith(VERSION + number):
            raise ProtocolError("a sealed buffer is out of order, or too short")
        body = self._stream.update(sealed[:-TRAILER_BYTES])
        text, proof = body[:-PROOF_BYTES], body[-PROOF_BYTES:]
        if not hmac.compare_digest(proof, self._proof(number, text)):
            raise ProtocolError("a sealed buffer was changed on its way")
        return text

    def _number(self) -> bytes:
        """Return the running number, and count on."""
        number = struct.pack(">I", self._next & 0xFFFF_FFFF)
        self._next += 1
        return number

    def _proof(self, number: bytes, text: bytes) -> bytes:
        return hmac.digest(self._signing_key, number + text, "md5")[:PROOF_BYTES]


class Sealing:
    """Both directions of a connection, for its client."""

    def __init__(self, cipher: str, session: bytes, most_bytes: int) -> None:
        """Seal for a server that takes buffers of `most_bytes`; `session` is the hash H(A1)."""
        self._outgoing = _Way(cipher, session, "client-to-server")
        self._incoming = _Way(cipher, session, "server-to-client")
        self._room = most_bytes - OVERHEAD_BYTES
        self._inbox = bytearray()

    def wrap(self, data: bytes) -> bytes:
        """Return the sealed buffers that carry `data`."""
        starts = range(0, len(data), self._room)
        return b"".join(self._outgoing.seal(data[at : at + self._room]) for at in starts)

    def unwrap(self, data: bytes) -> bytes:
        """Take what came in; return the text of the buffers that are whole.

        Raises:
            ProtocolError: a buffer is longer than we allowed, or not what the server sealed.

        """
        self._inbox += data
        texts = []
        while len(self._inbox) >= LENGTH_BYTES:
            size = int.from_bytes(self._inbox[:LENGTH_BYTES], "big")
            if size > MOST_SASL_BUFFER_BYTES:
                raise ProtocolError(
                    f"a sealed buffer has {size} bytes, allowed are {MOST_SASL_BUFFER_BYTES}"
                )
            if len(self._inbox) < LENGTH_BYTES + size:
                break
            texts.append(
                self._incoming.open(bytes(self._inbox[LENGTH_BYTES : LENGTH_BYTES + size]))
            )
            del self._inbox[: LENGTH_BYTES + size]
        return b"".join(texts)
