from __future__ import annotations

import pytest

from piment.core.credentials import Credentials
from piment.core.mechanisms.choice import MECHANISMS, choose
from piment.errors import AuthError

KNOWN = [kind.name for kind in MECHANISMS]
ME, NOBODY = Credentials("secret", "me"), Credentials("secret")


def test_the_best_comes_first_whatever_the_order() -> None:
    offered = ["GSSAPI", *reversed(KNOWN)]
    for name in KNOWN:
        assert choose(offered, ME, is_secure=True).name == name
        offered.remove(name)


def test_without_tls_only_what_seals_will_do() -> None:
    assert choose(KNOWN, ME, is_secure=False).name == "DIGEST-MD5"


def test_without_a_name_one_may_be_a_guest() -> None:
    assert choose(KNOWN, NOBODY, is_secure=True).name == "ANONYMOUS"


@pytest.mark.parametrize(
    ("offered", "credentials", "is_secure", "why"),
    [
        ([], ME, True, "the server offers no SASL mechanism"),
        ([], ME, False, "the server offers no SASL mechanism without TLS"),
        (["GSSAPI", "OTP"], ME, True, "the server offers GSSAPI, OTP"),
        (["PLAIN", "SCRAM-SHA-1"], ME, False, "offers PLAIN, SCRAM-SHA-1 without TLS"),
        (["ANONYMOUS"], NOBODY, False, "offers ANONYMOUS without TLS"),
        (["DIGEST-MD5"], NOBODY, False, "asks for a user name"),
        (["PLAIN"], NOBODY, True, "asks for a user name"),
        (["plain"], ME, True, "the server offers plain"),
    ],
)
def test_what_cannot_be_chosen(
    offered: list[str], credentials: Credentials, is_secure: bool, why: str
) -> None:
    with pytest.raises(AuthError, match=f"{why}$"):
        choose(offered, credentials, is_secure=is_secure)
