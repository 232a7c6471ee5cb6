from __future__ import annotations

from functools import cache

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from hypothesis import given
from hypothesis import strategies as st

from piment.core.oaep import EXPONENT, HASH_BYTES, encrypt

PADDING = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)  # noqa: S303 - the protocol's


@cache
def key(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(EXPONENT, bits)


def modulus(bits: int = 1024) -> bytes:
    return key(bits).public_key().public_numbers().n.to_bytes(bits // 8)


@given(st.binary(max_size=86))
def test_the_owner_of_the_key_reads_what_was_encrypted(message: bytes) -> None:
    sealed = encrypt(modulus(), message)
    assert len(sealed) == 128
    assert key(1024).decrypt(sealed, PADDING) == message


def test_keys_of_other_lengths() -> None:
    assert key(2048).decrypt(encrypt(modulus(2048), b"x" * 214), PADDING) == b"x" * 214


def test_the_same_message_never_looks_the_same() -> None:
    assert len({encrypt(modulus(), b"same") for _ in range(100)}) == 100


def test_the_longest_message() -> None:
    most = 128 - 2 * HASH_BYTES - 2
    assert key(1024).decrypt(encrypt(modulus(), b"x" * most), PADDING) == b"x" * most
    with pytest.raises(ValueError, match="a message of 87 bytes, the key takes 86"):
        encrypt(modulus(), b"x" * (most + 1))


@pytest.mark.parametrize("broken", [b"", bytes(128), b"\x7f" * 128, b"\xff" * 127 + b"\xfe"])
def test_what_is_no_modulus(broken: bytes) -> None:
    with pytest.raises(ValueError, match="no modulus"):
        encrypt(broken, b"")
