"""Servers that ask for SASL, by every mechanism, with TLS and without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from piment.client.target import Target
from piment.core.mechanisms import digest, sealing
from piment.errors import ConnectError, DeniedError, Stage
from tests.interop.peers.qemu.display import Spice
from tests.interop.peers.qemu.machine import Machine
from tests.interop.peers.sasl import make_sasl_accounts
from tests.interop.peers.tls import TlsFiles
from tests.interop.visits import CHANNELS, opened, refused

ACCOUNTS = {"alice": "pw123", "jürgen": "€uro ß", "bob": 'p"ä\\s,s='}
PROVING = ["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5", "PLAIN"]

Serve = Callable[[str], Spice]


@pytest.fixture
def serve(
    machine: Callable[..., Machine], folder: Callable[[], Path], tls_files: TlsFiles
) -> Serve:
    """Start a machine with SASL by these mechanisms, at a plain port and at one for TLS."""

    def start(mechanisms: str) -> Spice:
        accounts = make_sasl_accounts(folder(), mechanisms, ACCOUNTS)
        spice = Spice("sasl=on", tls=tls_files, env=accounts.env)
        machine(display=spice)
        return spice

    return start


def plain(spice: Spice, name: str | None, password: str = "") -> Target:
    """Return a machine without TLS, as somebody may reach it."""
    return Target(host="127.0.0.1", port=spice.port, username=name, password=password)


def secure(spice: Spice, files: TlsFiles, name: str | None, password: str = "") -> Target:
    """Return a machine behind TLS, as somebody may reach it."""
    return Target(
        host="localhost",
        tls_port=spice.tls_port,
        ca=files.ca,
        username=name,
        password=password,
    )


@pytest.mark.parametrize("mechanism", PROVING)
async def test_over_tls_by_every_mechanism(
    serve: Serve, tls_files: TlsFiles, mechanism: str
) -> None:
    spice = serve(mechanism)
    for name, password in ACCOUNTS.items():
        assert await opened(secure(spice, tls_files, name, password)) == CHANNELS
    for name, password in (("alice", "wrong"), ("alice", ""), ("eve", "pw123"), ("", "pw123")):
        error = await refused(secure(spice, tls_files, name, password))
        assert isinstance(error, DeniedError), error
        assert error.stage is Stage.AUTHENTICATION
    assert "the server asks for a user name" in str(await refused(secure(spice, tls_files, None)))


async def test_a_guest_without_a_name(serve: Serve, tls_files: TlsFiles) -> None:
    spice = serve("ANONYMOUS")
    assert await opened(secure(spice, tls_files, None)) == CHANNELS
    assert await opened(secure(spice, tls_files, "alice")) == CHANNELS
    error = await refused(plain(spice, None))
    assert "the server offers no SASL mechanism without TLS" in str(error)


@pytest.mark.parametrize("cipher", sealing.CIPHERS)
async def test_without_tls_all_is_sealed(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, cipher: str
) -> None:
    """The first picture, of some 100 kilobytes, and 250 of the server's test of the network."""
    monkeypatch.setattr(sealing, "CIPHERS", {cipher: sealing.CIPHERS[cipher]})
    monkeypatch.setattr(digest, "CIPHERS", sealing.CIPHERS)
    spice = serve("DIGEST-MD5")
    for name, password in ACCOUNTS.items():
        assert await opened(plain(spice, name, password)) == CHANNELS
    for target in (plain(spice, "alice", "wrong"), plain(spice, "eve"), plain(spice, None)):
        assert isinstance(await refused(target), DeniedError)


async def test_the_best_mechanism_is_taken(serve: Serve, tls_files: TlsFiles) -> None:
    spice = serve(" ".join(reversed([*PROVING, "ANONYMOUS"])))
    for target in (plain(spice, "alice"), secure(spice, tls_files, "alice")):
        assert await opened(replace(target, password="pw123")) == CHANNELS
        error = await refused(target)
        assert isinstance(error, DeniedError)  # and did not come in as a guest


async def test_without_a_name_a_server_with_tickets_gets_one(
    machine: Callable[..., Machine],
) -> None:
    spice = Spice(password="ticket")
    machine(display=spice)
    assert await opened(plain(spice, None, "ticket")) == CHANNELS
    assert await opened(plain(spice, "alice", "ticket")) == CHANNELS
    with pytest.raises(ConnectError, match="the password is wrong"):
        await opened(plain(spice, "alice", "pw123"))
