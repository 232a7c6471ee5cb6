"""DIGEST-MD5 by the example of its RFC, and by what spice-gtk and QEMU said to each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.core.credentials import Credentials
from piment.core.mechanisms import directives
from piment.core.mechanisms.digest import DigestMd5
from piment.core.mechanisms.sealing import OVERHEAD_BYTES, Sealing
from piment.errors import AuthError
from tests.conversations.sasl import DIGEST, LOGIN

CHALLENGE = b'nonce="abc",realm="r",qop="auth,auth-conf",cipher="rc4",algorithm=md5-sess'


def test_the_example_of_rfc_2831() -> None:
    one = DigestMd5(
        Credentials("secret", "chris", "elwood.innosoft.com"),
        is_secure=True,
        nonce="OA6MHXh6VqTrRk",
        service="imap",
    )
    assert one.begin() is None
    proof = one.answer(
        b'realm="elwood.innosoft.com",nonce="OA6MG9tEQGm2hh",qop="auth",'
        b"algorithm=md5-sess,charset=utf-8"
    )
    assert proof is not None
    assert directives.read(proof) == {
        "charset": "utf-8",
        "username": "chris",
        "realm": "elwood.innosoft.com",
        "nonce": "OA6MG9tEQGm2hh",
        "nc": "00000001",
        "cnonce": "OA6MHXh6VqTrRk",
        "digest-uri": "imap/elwood.innosoft.com",
        "response": "d388dad90d4bbd760a152321f2143af7",
        "qop": "auth",
    }
    assert not one.is_done
    assert one.answer(b"rspauth=ea40f60335c427b5527b84dbabcdfffd") is None
    assert one.is_done
    assert one.layer is None


def test_we_prove_what_spice_gtk_proves() -> None:
    theirs = directives.read(DIGEST.proof)
    one = DigestMd5(LOGIN, is_secure=False, nonce=theirs["cnonce"])
    proof = one.answer(DIGEST.challenge)
    assert proof is not None
    ours = directives.read(proof)
    assert ours.pop("charset") == "utf-8"
    assert ours.pop("maxbuf") == "65536"
    assert theirs.pop("maxbuf") == "100000"
    assert ours == theirs
    assert one.answer(DIGEST.server_proof) is None
    assert isinstance(one.layer, Sealing)


def test_a_server_that_does_not_know_the_password() -> None:
    one = DigestMd5(LOGIN, is_secure=False)
    one.answer(DIGEST.challenge)
    with pytest.raises(AuthError, match="does not know the password"):
        one.answer(DIGEST.server_proof)  # of another nonce
    assert not one.is_done
    assert one.layer is None


@pytest.mark.parametrize("proof", [b"rspauth=", b'rspauth="\xc3\xbc"', b"x=y"])
def test_proofs_that_are_none(proof: bytes) -> None:
    one = DigestMd5(LOGIN, is_secure=True)
    one.answer(CHALLENGE)
    with pytest.raises(AuthError, match="does not know the password"):
        one.answer(proof)


def test_each_attempt_has_a_nonce_of_its_own() -> None:
    proofs = [DigestMd5(LOGIN, is_secure=True).answer(CHALLENGE) for _ in range(2)]
    assert proofs[0] != proofs[1]


def test_without_charset_a_server_gets_latin_1() -> None:
    one = DigestMd5(Credentials("pässwörd", "jürgen"), is_secure=True)
    proof = one.answer(CHALLENGE)
    assert proof is not None
    assert b'username="j\xfcrgen"' in proof
    assert b"charset" not in proof
    with pytest.raises(AuthError, match="latin-1 lacks"):
        DigestMd5(Credentials("a", "€"), is_secure=True).answer(CHALLENGE)


def test_a_password_counts_the_same_in_both_encodings() -> None:
    """What ISO 8859-1 has is hashed in it, also where the server speaks UTF-8."""
    responses = []
    for challenge in (CHALLENGE, CHALLENGE + b",charset=utf-8"):
        one = DigestMd5(Credentials("pässwörd", "me"), is_secure=True, nonce="n")
        proof = one.answer(challenge)
        assert proof is not None
        responses.append(directives.read(proof)["response"])
    assert responses[0] == responses[1]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"nonce": None}, "no nonce"),
        ({"algorithm": None}, "unknown algorithm"),
        ({"algorithm": "sha-512"}, "unknown algorithm"),
        ({"qop": '"auth"'}, "does not offer auth-conf"),
        ({"qop": None}, "does not offer auth-conf"),
        ({"cipher": '"rc4-40,des"'}, "none of the ciphers rc4-40, des will do"),
        ({"cipher": None}, "none of the ciphers"),
        ({"maxbuf": "20"}, "buffers of 20 bytes only"),
        ({"maxbuf": "-1"}, "buffers of -1 bytes only"),
        ({"maxbuf": "999999999"}, "buffers of 999999999 bytes only"),
    ],
)
def test_challenges_that_cannot_be_answered(changed: dict[str, str | None], why: str) -> None:
    said: dict[str, str | None] = {
        "nonce": "abc",
        "qop": "auth-conf",
        "cipher": "rc4",
        "algorithm": "md5-sess",
        "maxbuf": str(OVERHEAD_BYTES + 1),
    }
    challenge = ",".join(f"{key}={value}" for key, value in (said | changed).items() if value)
    with pytest.raises(AuthError, match=why):
        DigestMd5(LOGIN, is_secure=False).answer(challenge.encode())


@given(first=st.one_of(st.binary(), st.just(CHALLENGE)), second=st.binary())
def test_no_server_surprises_us(first: bytes, second: bytes) -> None:
    one = DigestMd5(LOGIN, is_secure=False)
    with pytest.raises(AuthError):
        [one.answer(said) for said in (first, second)]
