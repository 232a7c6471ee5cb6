"""A channel that spice-gtk linked by DIGEST-MD5 without TLS, cut into the words that were said."""

from __future__ import annotations

from dataclasses import dataclass

from piment.core.credentials import Credentials
from piment.protocol.channel import Side
from tests.conversations import recorded, said

LOGIN = Credentials("pw123", "alice", "127.0.0.1")


@dataclass(frozen=True)
class Digest:
    """What stands in `inputs.txt`."""

    reply: bytes
    """The link reply, which offers nothing but SASL."""
    names: bytes
    challenge: bytes
    proof: bytes
    server_proof: bytes
    sealed_by_server: bytes
    """From the link result on."""
    sealed_by_client: bytes


def _cut(data: bytes) -> tuple[bytes, bytes]:
    """Return what a length in front says, without its zero byte, and the rest."""
    size = int.from_bytes(data[:4], "little")
    return data[4 : 4 + size - 1], data[4 + size :]


def _digest() -> Digest:
    turns = recorded("sasl/inputs")
    server, client = said(turns, Side.SERVER), said(turns, Side.CLIENT)
    end = 16 + int.from_bytes(server[12:16], "little")
    reply, rest = server[:end], server[end:]
    size = int.from_bytes(rest[:4], "little")
    names, rest = rest[4 : 4 + size], rest[4 + size :]
    challenge, rest = _cut(rest)
    server_proof, rest = _cut(rest[1:])  # behind "not complete"
    sealed = rest[1 + 4 :]  # behind "complete" and "accepted"
    chosen = client.index(b"DIGEST-MD5") + len(b"DIGEST-MD5")
    proof, sealed_by_client = _cut(client[chosen + 4 :])
    return Digest(reply, names, challenge, proof, server_proof, sealed, sealed_by_client)


DIGEST = _digest()
