"""Who gets in, and how those are told who do not: links, tickets, TLS, UNIX sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from piment.geometry import Size
from piment.server.server import Settings
from piment.server.sources.demo import DemoSource
from piment.server.tickets import PasswordTickets
from tests.interop.peers import raw
from tests.interop.peers.display import Xvfb
from tests.interop.peers.glib_client import GLibClient
from tests.interop.peers.glib_guest import ViewerError
from tests.interop.peers.patience import becomes, until_true
from tests.interop.peers.pictures import Pixels, difference
from tests.interop.peers.raw import DISPLAY, INPUTS, MAIN, PLAYBACK, RawClient, link_message
from tests.interop.peers.remote_viewer import RemoteViewer, connection_file
from tests.interop.peers.tls import TlsFiles
from tests.interop.serving import Command, Serve, ServeCommand, Serving

# Link errors (wire.md 2.4).
INVALID_MAGIC, INVALID_DATA, VERSION_MISMATCH, NEED_SECURED = 2, 3, 4, 5
PERMISSION_DENIED, BAD_CONNECTION_ID, CHANNEL_NOT_AVAILABLE = 7, 8, 9

PASSWORD = "the right one"
TRIES, TRY_SECONDS = 5, 4.0
NOBODY = 0x1234_5678  # the id of no session

StartGLibClient = Callable[[], Awaitable[GLibClient]]
OpenRemoteViewer = Callable[[str | Path], Awaitable[RemoteViewer]]


@pytest.fixture
def desk(folder: Callable[[], Path]) -> Iterator[Xvfb]:
    """A desktop that can be looked at from outside."""
    display = Xvfb(folder(), 800, 600)
    display.start("xclock", "-geometry", "300x300+40+50")  # a minute's hand, no second's
    yield display
    display.stop()


@dataclass
class Guarded:
    """`piment serve x11` with all that keeps people out, and a viewer who is in."""

    server: Command
    tls_port: int
    password_file: Path
    viewer: GLibClient
    desk: Xvfb

    async def refuses(self, name: str, link: bytes, expected: bytes) -> None:
        """Assert how a link message is answered, and that one line tells of it."""
        client = await RawClient.connect(self.server.port)
        since = len(self.server.lines())
        client.writer.write(link)
        assert await client.rest() == expected, name
        await self.told(since)

    async def denies(self, name: str, link: bytes, password: bytes, code: int) -> None:
        """Assert how a ticket is answered, and that one line tells of it."""
        client = await RawClient.connect(self.server.port)
        since = len(self.server.lines())
        await client.present(link, password)
        assert await client.rest() == raw.result(code), name
        await self.told(since)

    async def told(self, since: int) -> None:
        """Assert that the log has one new line."""
        line = await self.server.told("warning", "refused", since=since)
        assert self.server.lines()[since:] == [line]

    async def is_well(self) -> None:
        """Assert that the viewer has noticed nothing, and sees what happens."""
        await self.viewer.until(lambda pixels: np.array_equal(pixels, self.desk.pixels()))
        told = [each for each in self.viewer.events if each.name == "channel-event"]
        assert {event.fields["what"] for event in told} == {"opened"}


@pytest.fixture
async def guarded(
    desk: Xvfb,
    piment_serve: ServeCommand,
    glib_client: StartGLibClient,
    tls_files: TlsFiles,
    tmp_path: Path,
) -> Guarded:
    password_file = tmp_path / "password"
    password_file.write_text(f"{PASSWORD}\n")
    server = await piment_serve(
        *("x11", "--display", desk.name, "--listen", "127.0.0.1:0"),
        *("--tls-listen", "127.0.0.1:0", "--secure-channel", "inputs"),
        *("--tls-cert", str(tls_files.certificate), "--tls-key", str(tls_files.key)),
        *("--password-file", str(password_file)),
    )
    tls_port = int(server.uris[1].rpartition(":")[2])
    viewer = await glib_client()
    uri = f"spice://localhost?port={server.port}&tls-port={tls_port}"
    await viewer.connect(uri, password=PASSWORD, ca_file=str(tls_files.ca))
    assert await becomes(lambda: bool(desk.pixels().any()))
    return Guarded(server, tls_port, password_file, viewer, desk)


async def test_bad_links_get_the_codes_of_the_specification(guarded: Guarded) -> None:
    await guarded.is_well()
    # The viewer's inputs came over TLS, after the plain port had told it to.
    assert guarded.viewer.channels() == {"display:0", "cursor:0", "inputs:0"}
    refused = "NEED_SECURED"
    assert len([line for line in guarded.server.lines() if refused in line]) == 1

    for name, link, code in (
        ("magic", link_message(MAIN, magic=b"REDX"), INVALID_MAGIC),
        ("noise", bytes(range(128, 192)), INVALID_MAGIC),
        ("version 1", raw.link_header(22, major=1), VERSION_MISMATCH),
        ("version 3", raw.link_header(22, major=3), VERSION_MISMATCH),
        ("short", raw.link_header(17), INVALID_DATA),
        ("long", raw.link_header(4097), INVALID_DATA),
        ("capabilities before", link_message(MAIN, offset=17), INVALID_DATA),
        ("capabilities behind", link_message(MAIN, offset=19), INVALID_DATA),
        ("plain inputs", link_message(INPUTS, session=NOBODY), NEED_SECURED),
    ):
        await guarded.refuses(name, link, raw.error_reply(code))
    await guarded.refuses("version 0", raw.link_header(22, major=0), b"")
    await guarded.is_well()


async def test_bad_mechanisms_and_tickets_get_the_codes_too(guarded: Guarded) -> None:
    for mechanism in (0, 2, 3, 0xFFFF_FFFF):
        client = await RawClient.connect(guarded.server.port)
        since = len(guarded.server.lines())
        await client.link(link_message(MAIN))
        client.writer.write(mechanism.to_bytes(4, "little"))
        assert await client.rest() == raw.error_reply(INVALID_DATA)
        await guarded.told(since)

    client = await RawClient.connect(guarded.server.port)
    since = len(guarded.server.lines())
    await client.link(link_message(MAIN))
    client.writer.write(raw.SPICE_TICKET + bytes(range(128)))
    assert await client.rest() == raw.result(PERMISSION_DENIED)
    await guarded.told(since)

    member = await RawClient.connect(guarded.server.port)
    session = await member.join(PASSWORD.encode())
    for name, link, password, code in (
        ("wrong", link_message(MAIN), "the wrong one", PERMISSION_DENIED),
        ("empty", link_message(MAIN), "", PERMISSION_DENIED),
        ("more", link_message(MAIN), PASSWORD + "!", PERMISSION_DENIED),
        ("no session", link_message(DISPLAY), PASSWORD, BAD_CONNECTION_ID),
        ("strange", link_message(DISPLAY, session=NOBODY), PASSWORD, BAD_CONNECTION_ID),
        ("unknown", link_message(77, session=session), PASSWORD, CHANNEL_NOT_AVAILABLE),
        ("absent", link_message(PLAYBACK, session=session), PASSWORD, CHANNEL_NOT_AVAILABLE),
        ("second", link_message(DISPLAY, 1, session), PASSWORD, CHANNEL_NOT_AVAILABLE),
        ("unknown to strangers", link_message(77, session=session), "", PERMISSION_DENIED),
    ):
        await guarded.denies(name, link, password.encode(), code)
    since = len(guarded.server.lines())
    await member.close()
    await guarded.server.told("channel=main ended", since=since)
    await guarded.is_well()


async def test_the_password_may_change_meanwhile(
    guarded: Guarded, glib_client: StartGLibClient, tls_files: TlsFiles
) -> None:
    guarded.password_file.write_text("another\n")
    uri, ca_file = f"spice+tls://localhost:{guarded.tls_port}", str(tls_files.ca)
    late, client = await glib_client(), await glib_client()
    with pytest.raises(ViewerError, match="main:0 error-auth"):
        await late.connect(uri, password=PASSWORD, ca_file=ca_file)
    await client.connect(uri, password="another", ca_file=ca_file)
    await client.until(lambda pixels: np.array_equal(pixels, guarded.desk.pixels()))
    await guarded.is_well()


async def test_spice_gtk_says_why_it_was_refused(
    guarded: Guarded, glib_client: StartGLibClient, tls_files: TlsFiles
) -> None:
    plain, secure = guarded.server.uri, f"spice+tls://localhost:{guarded.tls_port}"
    ca = {"ca_file": str(tls_files.ca)}
    for uri, properties, reason in (
        (plain, {"password": "wrong"}, "main:0 error-auth"),
        (plain, {}, "main:0 error-auth"),
        (secure, {"password": "wrong", **ca}, "main:0 error-auth"),
        (secure, {"password": PASSWORD}, "main:0 error-tls"),
        (plain, {"password": PASSWORD}, "inputs:0 error-connect"),  # inputs is for TLS only
    ):
        client = await glib_client()
        with pytest.raises(ViewerError, match=reason):
            await client.connect(uri, **properties)
        await client.close()
    await guarded.is_well()


async def test_an_expired_password_lets_nobody_in_and_throws_nobody_out(
    serve: Serve[DemoSource], glib_client: StartGLibClient
) -> None:
    now = 0.0
    tickets = PasswordTickets(PASSWORD.encode, lifetime_seconds=60, clock=lambda: now)
    serving = await serve(still_demo(), Settings(tickets))
    early, late = await glib_client(), await glib_client()
    now = 59.9
    await early.connect(serving.uri, password=PASSWORD)
    now = 60.0
    with pytest.raises(ViewerError, match="main:0 error-auth"):
        await late.connect(serving.uri, password=PASSWORD)
    client = await RawClient.connect(serving.port)
    await client.present(link_message(MAIN), PASSWORD.encode())
    assert await client.rest() == raw.result(PERMISSION_DENIED)
    assert await serving.log.told("expired")
    await early.type("a")
    await early.until(lambda pixels: is_same(serving, pixels) and serving.source.text == "a")


async def test_the_command_knows_that_passwords_expire(
    piment_serve: ServeCommand, tmp_path: Path
) -> None:
    (tmp_path / "password").write_text(PASSWORD)
    server = await piment_serve(
        *("demo", "--listen", "127.0.0.1:0", "--password-expires", "0s"),
        *("--password-file", str(tmp_path / "password")),
    )
    client = await RawClient.connect(server.port)
    await client.present(link_message(MAIN), PASSWORD.encode())
    assert await client.rest() == raw.result(PERMISSION_DENIED)
    await server.told("expired")


def still_demo() -> DemoSource:
    """Return a demo desktop whose clock stands still."""
    return DemoSource(Size(1024, 768), clock=lambda: datetime(2026, 3, 4, 5, 6, 7))


def framebuffer(serving: Serving[DemoSource]) -> Pixels:
    return serving.source.framebuffer[:, :, :3]


def is_same(serving: Serving[DemoSource], pixels: Pixels) -> bool:
    return np.array_equal(pixels, framebuffer(serving))


async def types(serving: Serving[DemoSource], text: str) -> bool:
    return await becomes(lambda: serving.source.text == text)


async def arrives(viewer: RemoteViewer, serving: Serving[DemoSource], text: str) -> bool:
    """Type into a viewer that was opened just now, which may not listen to the first key yet."""

    async def is_there() -> bool:
        return serving.source.text == text

    for _ in range(TRIES):
        await asyncio.to_thread(viewer.type, text)
        if await until_true(is_there, TRY_SECONDS):
            return True
    return False


async def until_shown(viewer: RemoteViewer, serving: Serving[DemoSource]) -> None:
    await viewer.until_shown(lambda: framebuffer(serving))


async def test_spice_gtk_comes_over_tls_and_unix_sockets_with_a_ticket(
    serve: Serve[DemoSource],
    glib_client: StartGLibClient,
    screenshot: Callable[..., Awaitable[Pixels]],
    tls_files: TlsFiles,
    tmp_path: Path,
) -> None:
    serving = await serve(still_demo(), Settings(PasswordTickets(PASSWORD.encode)))
    tls = await serving.listen_tls(tls_files)
    unix = await serving.listen_unix(tmp_path / "socket")
    for uri, typed in ((tls, "a"), (unix, "ab")):
        client = await glib_client()
        await client.connect(uri, password=PASSWORD, ca_file=str(tls_files.ca))
        await client.wait_for("cursor-set")
        await client.wait_for("mark")
        await client.type(typed[-1])
        assert await types(serving, typed)
        assert difference(await client.settle(), framebuffer(serving)) == ""
    shot = await screenshot(unix, f"--password={PASSWORD}")
    assert difference(shot, framebuffer(serving)) == ""


async def test_remote_viewer_comes_over_tls_with_a_ticket_and_over_a_unix_socket(
    serve: Serve[DemoSource],
    remote_viewer: OpenRemoteViewer,
    tls_files: TlsFiles,
    tmp_path: Path,
) -> None:
    guarded = await serve(still_demo(), Settings(PasswordTickets(PASSWORD.encode)))
    tls = {
        "tls_port": (await guarded.listen_tls(tls_files)).rpartition(":")[2],
        "ca": tls_files.ca.read_text(),
        "password": PASSWORD,
    }
    file = connection_file(tmp_path / "it.vv", host="localhost", **tls)
    private = await serve(still_demo())
    for serving, target in (
        (guarded, file),
        (private, await private.listen_unix(tmp_path / "socket")),
    ):
        viewer = await remote_viewer(target)
        await until_shown(viewer, serving)
        assert await arrives(viewer, serving, "a")
        await until_shown(viewer, serving)
        await viewer.close()
