"""SCRAM by the examples of its RFCs, and against a server that is not ours."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scramp import ScramMechanism

from piment.core.credentials import Credentials
from piment.core.mechanisms.scram import ScramSha1, ScramSha256, ScramSha512
from piment.errors import AuthError
from piment.limits import MOST_SCRAM_ITERATIONS

USER = Credentials("pencil", "user")
KINDS = [ScramSha1, ScramSha256, ScramSha512]

EXAMPLES = {
    "RFC 5802, 5": (
        ScramSha1,
        "fyko+d2lbbFgONRv9qkxdawL",
        "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
        "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
        "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
    ),
    "RFC 7677, 3": (
        ScramSha256,
        "rOprNGfwEbeRWgbNEkqO",
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
        "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
    ),
}


def client(kind: Any, nonce: str | None = None, credentials: Credentials = USER) -> Any:
    return kind(credentials, is_secure=True, nonce=nonce)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_of_the_rfcs(name: str) -> None:
    kind, nonce, server_first, client_final, server_final = EXAMPLES[name]
    one = client(kind, nonce)
    assert one.begin() == f"n,,n=user,r={nonce}".encode()
    assert one.answer(server_first.encode()) == client_final.encode()
    assert not one.is_done
    assert one.answer(server_final.encode()) is None
    assert one.is_done
    assert one.layer is None


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_server_that_does_not_know_the_password(name: str) -> None:
    kind, nonce, server_first, _, server_final = EXAMPLES[name]
    one = client(kind, nonce, Credentials("another", "user"))
    one.begin()
    one.answer(server_first.encode())
    with pytest.raises(AuthError, match=kind.name):
        one.answer(server_final.encode())
    assert not one.is_done


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("username", "password"), [("user", "pencil"), ("a=b,c", "p,=w"), ("jürgen", "€uro ß")]
)
def test_against_a_server_that_is_not_ours(kind: Any, username: str, password: str) -> None:
    known = ScramMechanism(kind.name)
    server = known.make_server(lambda _: known.make_auth_info(password))
    one = kind(Credentials(password, username), is_secure=True)
    server.set_client_first(one.begin().decode())
    server.set_client_final(one.answer(server.get_server_first().encode()).decode())
    one.answer(server.get_server_final().encode())
    assert one.is_done


def test_more_work_than_is_reasonable_is_not_done() -> None:
    one = client(ScramSha256, "abc")
    one.begin()
    count = MOST_SCRAM_ITERATIONS + 1
    with pytest.raises(AuthError, match=f"{count} iterations are over the limit 262144"):
        one.answer(f"r=abcdef,s=W22ZaJ0SNY7soEsUEjb6gQ==,i={count}".encode())


@pytest.mark.parametrize(
    ("challenge", "why"),
    [
        (b"", "SCRAM-SHA-1"),
        (b"\xff", "SCRAM-SHA-1"),
        (b"r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "nonce"),
        (b"r=abc,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "nonce"),
        (b"r=abcd,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1", "4096"),
        (b"r=abcd,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=99999999999", "SCRAM-SHA-1"),
        (b"e=other-error", "other-error"),
        (b"m=must,r=abcd,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "SCRAM-SHA-1"),
    ],
)
def test_servers_that_talk_nonsense(challenge: bytes, why: str) -> None:
    one = client(ScramSha1, "abc")
    one.begin()
    with pytest.raises(AuthError, match=why):
        one.answer(challenge)


def test_a_login_that_cannot_be_used() -> None:
    for credentials in (Credentials("\ud800", "me"), Credentials("a", "\ud800")):
        with pytest.raises(AuthError, match="SCRAM-SHA-1"):
            ScramSha1(credentials, is_secure=True).begin()


@given(
    first=st.one_of(
        st.binary(max_size=60),
        st.text("rsieva=,0+/", max_size=60).map(str.encode),
        st.just(b"r=abcd,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"),
    ),
    final=st.one_of(st.binary(max_size=60), st.text("ve=,+/0A", max_size=60).map(str.encode)),
)
def test_no_server_surprises_us(first: bytes, final: bytes) -> None:
    one = client(ScramSha1, "abc")
    one.begin()
    with pytest.raises(AuthError):
        [one.answer(said) for said in (first, final)]
