"""The choice among the mechanisms that a server offers."""

from __future__ import annotations

from collections.abc import Sequence

from piment.core.credentials import Credentials
from piment.core.mechanisms.anonymous import Anonymous
from piment.core.mechanisms.base import Mechanism
from piment.core.mechanisms.digest import DigestMd5
from piment.core.mechanisms.plain import Plain
from piment.core.mechanisms.scram import ScramSha1, ScramSha256, ScramSha512
from piment.errors import AuthError

MECHANISMS: tuple[type[Mechanism], ...] = (
    ScramSha512,
    ScramSha256,
    ScramSha1,
    DigestMd5,
    Plain,
    Anonymous,
)
"""The best first: those that tell the server nothing it does not know, and make it prove itself."""


def choose(offered: Sequence[str], credentials: Credentials, *, is_secure: bool) -> Mechanism:
    """Return the best mechanism that a server offers and we can use.

    Raises:
        AuthError: there is none; the message says what would help.

    """
    known = [kind for kind in MECHANISMS if kind.name in offered]
    usable = [kind for kind in known if is_secure or kind.has_layer]
    if not usable:
        names = ", ".join(offered) or "no SASL mechanism"
        raise AuthError(f"the server offers {names}" + ("" if is_secure else " without TLS"))
    for kind in usable:
        if credentials.username is not None or not kind.needs_username:
            return kind(credentials, is_secure=is_secure)
    raise AuthError("the server asks for a user name")
