"""The RSA ticket that carries a password (wire.md 2.8)."""

from __future__ import annotations

import contextlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from piment.errors import AuthError
from piment.limits import MOST_PASSWORD_BYTES

KEY_BITS = 1024
"""Fixed by the protocol: the reply has room for exactly such a key."""

TICKET_BYTES = KEY_BITS // 8

_EXPONENT = 65537

_OAEP = padding.OAEP(
    mgf=padding.MGF1(hashes.SHA1()),  # noqa: S303 - the protocol's choice
    algorithm=hashes.SHA1(),  # noqa: S303
    label=None,
)

_BEFORE_MODULUS = bytes.fromhex("30819f300d06092a864886f70d010101050003818d0030818902818100")
_BEHIND_MODULUS = bytes.fromhex("0203010001")
"""All bytes of a public key's DER form but the modulus are the same for all such keys. To know them
spares every client the library's half that reads and writes all sorts of keys."""


class TicketKey:
    """A key for one connection: a ticket seen on another one cannot be replayed.

    Making one takes tens of milliseconds.
    """

    def __init__(self) -> None:
        self._private = rsa.generate_private_key(_EXPONENT, KEY_BITS)
        modulus = self._private.public_key().public_numbers().n.to_bytes(TICKET_BYTES)
        self.public_bytes = _BEFORE_MODULUS + modulus + _BEHIND_MODULUS

    def open(self, ticket: bytes) -> bytes:
        """Return the password in `ticket`, without its terminating zero.

        Raises:
            AuthError: the ticket was not made for this key.

        """
        candidates = [ticket]
        if ticket.endswith(b"\0"):
            # spice-html5 drops a leading zero byte and fills up behind: one ticket in 256.
            candidates.append(b"\0" + ticket[:-1])
        for candidate in candidates:
            with contextlib.suppress(ValueError):
                return self._private.decrypt(candidate, _OAEP).split(b"\0", 1)[0]
        raise AuthError("the ticket cannot be decrypted")


def seal(public_bytes: bytes, password: str) -> bytes:
    """Return the ticket that carries `password` to the owner of the public key.

    Raises:
        AuthError: the password is too long or no text, or the key is none.

    """
    try:
        plain = password.encode()
    except UnicodeEncodeError:
        raise AuthError("the password has characters that UTF-8 does not know") from None
    if len(plain) > MOST_PASSWORD_BYTES:
        raise AuthError(f"the password has {len(plain)} bytes, SPICE allows {MOST_PASSWORD_BYTES}")
    try:
        key = rsa.RSAPublicNumbers(_EXPONENT, _modulus(public_bytes)).public_key()
        return key.encrypt(plain + b"\0", _OAEP)
    except ValueError:
        raise AuthError("the server's key cannot be used") from None


def _modulus(public_bytes: bytes) -> int:
    size = len(_BEFORE_MODULUS) + TICKET_BYTES + len(_BEHIND_MODULUS)
    is_known = public_bytes.startswith(_BEFORE_MODULUS) and public_bytes.endswith(_BEHIND_MODULUS)
    if len(public_bytes) != size or not is_known:
        raise AuthError(f"the server's public key is no RSA key of {KEY_BITS} bits")
    return int.from_bytes(public_bytes[len(_BEFORE_MODULUS) : -len(_BEHIND_MODULUS)])
