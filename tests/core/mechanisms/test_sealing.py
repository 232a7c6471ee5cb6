"""The layer of DIGEST-MD5, by what spice-gtk and QEMU sealed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.core.mechanisms import directives
from piment.core.mechanisms.digest import DigestMd5
from piment.core.mechanisms.sealing import (
    CIPHERS,
    OVERHEAD_BYTES,
    PROOF_BYTES,
    TRAILER_BYTES,
    Sealing,
    _Way,
    digest,
)
from piment.errors import ProtocolError
from piment.limits import MOST_SASL_BUFFER_BYTES
from tests.conversations.sasl import DIGEST, LOGIN

SESSION = digest(b"session")


def spice_gtk() -> DigestMd5:
    """Return the mechanism as spice-gtk had it."""
    one = DigestMd5(LOGIN, is_secure=False, nonce=directives.read(DIGEST.proof)["cnonce"])
    one.answer(DIGEST.challenge)
    one.answer(DIGEST.server_proof)
    return one


def recorded() -> Sealing:
    """Return the layer that spice-gtk had."""
    layer = spice_gtk().layer
    assert isinstance(layer, Sealing)
    return layer


class Server:
    """The other end of a layer: the same, the other way round."""

    def __init__(self, cipher: str = "rc4") -> None:
        self._from_client = _Way(cipher, SESSION, "client-to-server")
        self._to_client = _Way(cipher, SESSION, "server-to-client")
        self.sizes: list[int] = []

    def seal(self, text: bytes) -> bytes:
        return self._to_client.seal(text)

    def open(self, data: bytes) -> bytes:
        texts = []
        while data:
            size = int.from_bytes(data[:4], "big")
            self.sizes.append(4 + size)
            texts.append(self._from_client.open(data[4 : 4 + size]))
            data = data[4 + size :]
        return b"".join(texts)


@pytest.mark.parametrize("piece", [1, 7, 1000])
def test_what_qemu_sealed(piece: int) -> None:
    layer = recorded()
    sealed = DIGEST.sealed_by_server
    text = b"".join(layer.unwrap(sealed[at : at + piece]) for at in range(0, len(sealed), piece))
    assert text[:4] == bytes(4)  # the link result
    assert text[4:12] == bytes.fromhex("6500 02000000 0000")  # INPUTS_INIT under a mini header
    assert text[12:18] == text[30:36] == bytes.fromhex("0400 0c000000")  # PING
    assert text[48:] == bytes.fromhex("6600 02000000 0000")  # KEY_MODIFIERS


def test_we_seal_as_spice_gtk_does() -> None:
    said = directives.read(DIGEST.challenge)
    session = spice_gtk()._session(said["realm"], said["nonce"])
    reader, writer = _Way("rc4", session, "client-to-server"), recorded()
    sealed = DIGEST.sealed_by_client
    texts = []
    while sealed:
        end = 4 + int.from_bytes(sealed[:4], "big")
        texts.append(reader.open(sealed[4:end]))
        sealed = sealed[end:]
    assert texts[0] == bytes.fromhex("6700 02000000 0000")  # KEY_MODIFIERS
    assert texts[1][:6] == texts[2][:6] == bytes.fromhex("0300 0c000000")  # PONG
    assert b"".join(map(writer.wrap, texts)) == DIGEST.sealed_by_client


@pytest.mark.parametrize("cipher", CIPHERS)
@given(texts=st.lists(st.binary(max_size=300)), room=st.integers(1, 100), piece=st.integers(1, 99))
def test_all_arrives_in_both_directions(
    cipher: str, texts: list[bytes], room: int, piece: int
) -> None:
    server, client = Server(cipher), Sealing(cipher, SESSION, room + OVERHEAD_BYTES)
    assert [server.open(client.wrap(text)) for text in texts] == texts
    assert all(size <= room + OVERHEAD_BYTES for size in server.sizes)
    sealed = b"".join(map(server.seal, texts))
    got = [client.unwrap(sealed[at : at + piece]) for at in range(0, len(sealed), piece)]
    assert b"".join(got) == b"".join(texts)


@given(at=st.integers(0, 40), by=st.integers(1, 255))
def test_no_change_goes_unnoticed(at: int, by: int) -> None:
    sealed = bytearray(Server().seal(b"something that matters") + Server().seal(b""))
    sealed[at] ^= by
    try:
        text = Sealing("rc4", SESSION, 1000).unwrap(bytes(sealed))
    except ProtocolError:
        return
    assert (at, text) in {(1, b""), (2, b""), (3, b"")}, "a longer length waits for more"


def test_buffers_are_in_order() -> None:
    server, client = Server(), Sealing("rc4", SESSION, 1000)
    first, second = server.seal(b"first"), server.seal(b"second")
    with pytest.raises(ProtocolError, match="out of order"):
        client.unwrap(second + first)


@pytest.mark.parametrize("size", range(PROOF_BYTES + TRAILER_BYTES))
def test_buffers_without_room_for_a_proof(size: int) -> None:
    client = Sealing("rc4", SESSION, 1000)
    with pytest.raises(ProtocolError, match="too short"):
        client.unwrap(size.to_bytes(4, "big") + (bytes(16) + b"\0\1\0\0\0\0")[-size:][:size])


def test_buffers_that_are_longer_than_we_take() -> None:
    client = Sealing("rc4", SESSION, 1000)
    assert client.unwrap(MOST_SASL_BUFFER_BYTES.to_bytes(4, "big")) == b""
    client = Sealing("rc4", SESSION, 1000)
    with pytest.raises(ProtocolError, match="has 65537 bytes, allowed are 65536"):
        client.unwrap((MOST_SASL_BUFFER_BYTES + 1).to_bytes(4, "big"))
