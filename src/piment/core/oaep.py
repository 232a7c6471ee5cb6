"""RSA-OAEP's public half, with SHA-1 and no label: how a ticket is sealed (RFC 8017, 7.1.1).

There is nothing secret but the message, and a library for all of RSA takes longer to load than a
session to open. Who holds the private key opens tickets with such a library.
"""

from __future__ import annotations

import os
from hashlib import sha1

EXPONENT = 65537
"""Fixed by the protocol (wire.md 2.8)."""

HASH_BYTES = 20
_NO_LABEL = sha1(usedforsecurity=False).digest()


def encrypt(modulus: bytes, message: bytes) -> bytes:
    """Return a message as only the owner of the key can read it, in as many bytes as the modulus.

    Raises:
        ValueError: the message is too long, or the modulus is none: it is odd and has all its bits.

    """
    if not modulus or modulus[0] < 0x80 or not modulus[-1] & 1:
        raise ValueError("that is no modulus")
    most = len(modulus) - 2 * HASH_BYTES - 2
    if len(message) > most:
        raise ValueError(f"a message of {len(message)} bytes, the key takes {most}")
    data = _NO_LABEL + bytes(most - len(message)) + b"\1" + message
    seed = os.urandom(HASH_BYTES)
    data = _masked(data, seed)
    padded = b"\0" + _masked(seed, data) + data
    number = pow(int.from_bytes(padded), EXPONENT, int.from_bytes(modulus))
    return number.to_bytes(len(modulus))


def _masked(data: bytes, seed: bytes) -> bytes:
    """Return data combined with as much as is made from a seed (MGF1)."""
    hashes = (
        sha1(seed + counter.to_bytes(4), usedforsecurity=False).digest()
        for counter in range(-(-len(data) // HASH_BYTES))
    )
    mask = b"".join(hashes)[: len(data)]
    return (int.from_bytes(data) ^ int.from_bytes(mask)).to_bytes(len(data))
