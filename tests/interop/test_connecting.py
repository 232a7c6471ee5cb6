"""How the client reaches servers that are not ours: TLS, tickets, sockets, WebSocket, proxies."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from piment.client.dialing import Dialer
from piment.client.target import Target, TargetError
from piment.client.uri import parse
from piment.errors import ConnectError, DeniedError, PimentError, Stage
from piment.protocol import channel as channels
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.glib_guest import ViewerError
from tests.interop.peers.qemu.display import Spice
from tests.interop.peers.qemu.machine import Machine
from tests.interop.peers.tinyproxy import Tinyproxy
from tests.interop.peers.tls import TlsFiles, make_tls_files
from tests.interop.visits import CHANNELS, opened, refused

PASSWORD = "the right one"

StartMachine = Callable[..., Machine]
StartGLibClient = Callable[[], Awaitable[GLibClient]]


@pytest.fixture
def guarded(machine: StartMachine, tls_files: TlsFiles) -> Spice:
    """A machine with a ticket, at a plain port and at one for TLS."""
    spice = Spice(password=PASSWORD, tls=tls_files)
    machine(display=spice)
    return spice


def secure(spice: Spice, files: TlsFiles) -> Target:
    """Return a machine behind TLS, as one may reach it."""
    return replace(parse(spice.tls_uri), password=PASSWORD, ca=files.ca)


async def test_tickets_over_plain_tcp_and_tls(guarded: Spice, tls_files: TlsFiles) -> None:
    plain = replace(parse(guarded.uri), password=PASSWORD)
    assert await opened(plain) == CHANNELS
    assert await opened(secure(guarded, tls_files)) == CHANNELS
    both = replace(plain, tls_port=guarded.tls_port, ca=tls_files.ca)
    assert await opened(replace(both, secure_channels=frozenset({"all"}))) == CHANNELS
    for password in ("", "the wrong one", PASSWORD + "!"):
        error = await refused(replace(plain, password=password))
        assert isinstance(error, DeniedError)
        assert (error.stage, error.code) == (Stage.AUTHENTICATION, "PERMISSION_DENIED")


async def test_a_ticket_that_has_expired(machine: StartMachine) -> None:
    firmware = machine(display=Spice(password=PASSWORD))
    target = replace(parse(firmware.uri), password=PASSWORD)
    assert await opened(target) == CHANNELS
    await firmware.qmp("expire_password", protocol="spice", time="now")
    assert isinstance(await refused(target), DeniedError)


async def test_who_vouches_for_a_server(
    guarded: Spice, tls_files: TlsFiles, tmp_path: Path
) -> None:
    target = secure(guarded, tls_files)
    assert await opened(replace(target, ca=tls_files.ca.read_text())) == CHANNELS
    strangers = make_tls_files(tmp_path)
    for ca in (None, strangers.ca):
        error = await refused(replace(target, ca=ca))
        assert error.stage is Stage.TLS
        assert "give the certificate of the authority that signed it" in str(error)


async def test_what_a_certificate_is_for(machine: StartMachine, tmp_path: Path) -> None:
    files = make_tls_files(tmp_path, hosts=["desk.example"])
    spice = Spice(password=PASSWORD, tls=files)
    machine(display=spice)
    target = secure(spice, files)
    for host in ("localhost", "127.0.0.1"):
        assert "mismatch" in str(await refused(replace(target, host=host)))
        right = replace(target, host=host, host_subject=files.subject)
        assert await opened(right) == CHANNELS
    error = await refused(replace(target, host_subject="O=Piment tests,CN=other"))
    assert "is for O=Piment tests,CN=localhost, not for O=Piment tests,CN=other" in str(error)
    unknown = replace(target, host_subject=files.subject, ca=None)
    assert (await refused(unknown)).stage is Stage.TLS  # a subject alone proves nothing


SUBJECT = x509.Name(
    [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Acme, Inc."),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "A\\B = C"),
        x509.NameAttribute(NameOID.COMMON_NAME, "desk"),
    ]
)
RIGHT = r"C=DE,O=Acme\, Inc.,OU=A\\B = C,CN=desk"


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        (RIGHT, True),
        (r" C=de, O=ACME\,  Inc., organizationalUnitName=A\\B = C, 2.5.4.3=Desk ,", True),
        (r"c=DE,O=Acme\, Inc.,OU=A\\B = C,CN=desk", False),
        (r"C=DE,O=Acme, Inc.,OU=A\\B = C,CN=desk", False),
        (r"C=DE,O=Acme\, Inc.,OU=A\B = C,CN=desk", False),
        (r"C=DE,O=Acme\, Inc.,OU=A\\B \= C,CN=desk", False),
        (r"O=Acme\, Inc.,C=DE,OU=A\\B = C,CN=desk", False),
        (r"CN=desk", False),
        (r"C = DE,O=Acme\, Inc.,OU=A\\B = C,CN=desk", False),
    ],
)
async def test_subjects_are_read_as_spice_gtk_reads_them(
    machine: StartMachine,
    glib_client: StartGLibClient,
    tmp_path: Path,
    text: str,
    is_right: bool,
) -> None:
    files = make_tls_files(tmp_path, SUBJECT)
    spice = Spice(tls=files)
    machine(display=spice)
    ours, theirs = secure(spice, files), await glib_client()
    asked = {"ca_file": str(files.ca), "cert_subject": text}
    if is_right:
        assert await opened(replace(ours, host_subject=text)) == CHANNELS
        await theirs.connect(spice.tls_uri, **asked)
        return
    with pytest.raises((ConnectError, TargetError), match="subject"):
        await opened(replace(ours, host_subject=text))
    with pytest.raises(ViewerError, match="error-tls"):
        await theirs.connect(spice.tls_uri, **asked)


async def test_a_channel_that_a_server_wants_secure(
    machine: StartMachine, tls_files: TlsFiles
) -> None:
    spice = Spice("tls-channel=inputs", tls=tls_files)
    machine(display=spice)
    target = parse(spice.uri)
    assert await opened(target) == CHANNELS - {"inputs:0"}
    both = replace(target, host="localhost", tls_port=spice.tls_port, ca=tls_files.ca)
    assert await opened(both) == CHANNELS


async def test_a_server_that_wants_all_secure(machine: StartMachine, tls_files: TlsFiles) -> None:
    spice = Spice("tls-channel=default", tls=tls_files)
    machine(display=spice)
    error = await refused(parse(spice.uri))
    assert "needs TLS, and the target has no TLS port" in str(error)
    both = f"spice://localhost:{spice.port}?tls-port={spice.tls_port}"
    assert await opened(replace(parse(both), ca=tls_files.ca)) == CHANNELS


async def test_the_wrong_port(guarded: Spice, tls_files: TlsFiles) -> None:
    plain = await refused(Target(host="127.0.0.1", port=guarded.tls_port, password=PASSWORD))
    assert plain.stage is Stage.LINK
    assert "left without a word, as where it wants TLS" in str(plain)
    tls = await refused(replace(secure(guarded, tls_files), tls_port=guarded.port))
    assert tls.stage is Stage.TLS
    assert "name the port for TLS" in str(tls)
    web = await refused(replace(secure(guarded, tls_files), tls_port=guarded.port, port=None))
    assert web.stage is Stage.TLS


async def test_a_unix_socket(machine: StartMachine, tmp_path: Path) -> None:
    firmware = machine(display=Spice(password=PASSWORD, unix=tmp_path / "desk"))
    target = parse(firmware.uri)
    assert await opened(replace(target, password=PASSWORD)) == CHANNELS
    assert isinstance(await refused(target), DeniedError)
    firmware.stop()
    error = await refused(target)
    assert error.stage is Stage.CONNECT


@pytest.mark.parametrize("path", ["/", "/any/path?token=a%2Fb"])
async def test_the_websocket_within_qemu(guarded: Spice, tls_files: TlsFiles, path: str) -> None:
    plain = parse(f"ws://:the%20right%20one@127.0.0.1:{guarded.port}{path}")
    assert await opened(plain) == CHANNELS
    secured = parse(f"wss://localhost:{guarded.tls_port}{path}")
    secured = replace(secured, password=PASSWORD, ca=tls_files.ca)
    assert await opened(secured) == CHANNELS
    assert isinstance(await refused(replace(secured, password="")), DeniedError)
    error = await refused(replace(plain, port=guarded.tls_port))
    assert error.stage is Stage.WEBSOCKET


@pytest.fixture
async def proxied(guarded: Spice, tmp_path: Path) -> AsyncIterator[Tinyproxy]:
    """tinyproxy, which leads to the ports of the guarded machine."""
    with ExitStack() as stack:
        proxy = await Tinyproxy.start(tmp_path, [guarded.port, guarded.tls_port])
        stack.callback(proxy.stop)
        yield proxy


async def test_through_tinyproxy(guarded: Spice, tls_files: TlsFiles, proxied: Tinyproxy) -> None:
    for uri in (
        guarded.uri,
        guarded.tls_uri,
        f"ws://127.0.0.1:{guarded.port}/",
        f"wss://localhost:{guarded.tls_port}/",
    ):
        target = replace(parse(uri), password=PASSWORD, ca=tls_files.ca)
        assert await opened(replace(target, proxy=proxied.url())) == CHANNELS
    assert proxied.told().count("CONNECT 127.0.0.1:") >= 8


async def test_tinyproxy_refuses(guarded: Spice, proxied: Tinyproxy) -> None:
    target = replace(parse(guarded.uri), password=PASSWORD)
    for login, port, why in (
        ("", guarded.port, "it wants a user name and password"),
        ("joe:wrong", guarded.port, "it answers 401"),
        (None, 1, "it answers 403"),
    ):
        url = proxied.url() if login is None else proxied.url(login).replace("//@", "//")
        error = await refused(replace(target, proxy=url, port=port))
        assert error.stage is Stage.PROXY
        assert why in str(error)
    proxied.stop()
    assert "nobody listens there" in str(await refused(replace(target, proxy=proxied.url())))


async def test_a_dialed_connection_is_what_was_asked_for(
    guarded: Spice, tls_files: TlsFiles
) -> None:
    dialer = Dialer(replace(secure(guarded, tls_files), port=guarded.port))
    for wanted, is_secure in ((None, False), (True, True), (False, False)):
        transport = await dialer.dial(channels.main.number, secure=wanted)
        assert transport.is_secure is is_secure
        await transport.close()


def test_every_error_of_connecting_is_of_the_family() -> None:
    assert issubclass(ConnectError, PimentError)
    assert issubclass(TargetError, PimentError)
