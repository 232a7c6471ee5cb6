from __future__ import annotations

import contextlib
from functools import cache

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st

from piment.core.ticket import _OAEP, KEY_BITS, TICKET_BYTES, TicketKey, seal
from piment.errors import AuthError
from piment.protocol.channel import Side
from piment.protocol.link import PUBLIC_KEY_SIZE
from tests.conversations import recorded, said


@cache
def key() -> TicketKey:
    return TicketKey()


def der(public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


@pytest.mark.parametrize("password", ["", "a", "pässwörd", "x" * 60, "ö" * 30, " \t\n"])
def test_a_password_travels(password: str) -> None:
    ticket = seal(key().public_bytes, password)
    assert len(ticket) == TICKET_BYTES == KEY_BITS // 8 == 128
    assert key().open(ticket) == password.encode()


def test_no_two_tickets_are_the_same() -> None:
    assert seal(key().public_bytes, "same") != seal(key().public_bytes, "same")


def test_a_ticket_opens_with_its_own_key_only() -> None:
    with pytest.raises(AuthError, match="cannot be decrypted"):
        TicketKey().open(seal(key().public_bytes, "secret"))


def test_the_form_of_the_key() -> None:
    """wire.md 2.8 gives all bytes but the modulus."""
    public = key().public_bytes
    assert public == der(key()._private.public_key())
    assert len(public) == PUBLIC_KEY_SIZE
    assert public.startswith(
        bytes.fromhex(
            "30819f300d06092a864886f70d010101050003818d00 30818902818100"  # up to the modulus
        )
    )
    assert public.endswith(bytes.fromhex("0203010001"))
    assert public[29] & 0x80  # all 1024 bits


def test_a_zero_byte_ends_the_password() -> None:
    """Strict servers ask for it (wire.md 18, 6)."""
    plain = key()._private.decrypt(seal(key().public_bytes, "secret"), _OAEP)
    assert plain == b"secret\0"


def test_a_ticket_without_the_zero_byte_opens() -> None:
    """Clients that forget it exist (wire.md 18, 6); what follows a zero does not count."""
    public = serialization.load_der_public_key(key().public_bytes)
    assert isinstance(public, rsa.RSAPublicKey)
    assert key().open(public.encrypt(b"bare", _OAEP)) == b"bare"
    assert key().open(public.encrypt(b"bare\0tail\0", _OAEP)) == b"bare"
    assert key().open(public.encrypt(b"", _OAEP)) == b""


def test_a_ticket_that_lost_its_leading_zero_opens() -> None:
    """So spice-html5 sends one ticket in 256."""
    sealed = (seal(key().public_bytes, "secret") for _ in range(100_000))
    ticket = next(ticket for ticket in sealed if ticket[0] == 0)
    assert key().open(ticket) == b"secret"
    assert key().open(ticket[1:] + b"\0") == b"secret"


@pytest.mark.parametrize("size", [0, 1, 127, 129, 4096])
def test_tickets_of_the_wrong_size_do_not_open(size: int) -> None:
    with pytest.raises(AuthError):
        key().open(bytes(size))


@pytest.mark.parametrize("password", ["x" * 61, "ö" * 31])
def test_passwords_that_are_too_long(password: str) -> None:
    with pytest.raises(AuthError, match=r"has 6[12] bytes, SPICE allows 60"):
        seal(key().public_bytes, password)


def test_a_password_that_is_no_text() -> None:
    with pytest.raises(AuthError, match="UTF-8"):
        seal(key().public_bytes, "\udcff")


def test_keys_that_are_none() -> None:
    for public, why in [
        (bytes(PUBLIC_KEY_SIZE), "no RSA key of 1024 bits"),
        (b"", "no RSA key of 1024 bits"),
        (der(ec.generate_private_key(ec.SECP256R1()).public_key()), "no RSA key of 1024 bits"),
        (der(rsa.generate_private_key(65537, 2048).public_key()), "no RSA key of 1024 bits"),
        (key().public_bytes[:-6] + b"\0" + key().public_bytes[-5:], "cannot be used"),  # even
    ]:
        with pytest.raises(AuthError, match=why):
            seal(public, "secret")


@given(st.lists(st.tuples(st.integers(0, 161), st.integers(0, 255)), min_size=1, max_size=3))
def test_a_broken_key_raises_nothing_but_our_error(changes: list[tuple[int, int]]) -> None:
    public = bytearray(key().public_bytes)
    for at, byte in changes:
        public[at] = byte
    with contextlib.suppress(AuthError):
        assert len(seal(bytes(public), "secret")) == TICKET_BYTES


def test_the_key_of_a_real_server_takes_our_ticket() -> None:
    reply = said(recorded("spice_gtk/main"), Side.SERVER)
    assert len(seal(reply[20 : 20 + PUBLIC_KEY_SIZE], "secret")) == TICKET_BYTES
