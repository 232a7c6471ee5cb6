"""The HTTP server of the page, as browsers and others meet it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, ClientTimeout, TCPConnector
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from piment.protocol import channel as channels
from piment.protocol import main
from piment.server.server import Settings
from piment.server.tickets import PasswordTickets
from piment.transport import tls
from piment.transport.address import Address
from piment.transport.websocket import SUBPROTOCOL
from piment.web import site as site_module
from piment.web.files import load_files
from piment.web.headers import HEADERS
from piment.web.site import Site
from tests.server.house import House, becomes
from tests.server.viewer import link, request
from tests.transport import authority
from tests.transport.authority import Files
from tests.transport.ends import WebSocketFar

LOOPBACK = Address("127.0.0.1", 0)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A server's certificate and the authority that signed it."""
    return authority.make(tmp_path_factory.mktemp("tls"))


@asynccontextmanager
async def opened(
    house: House, context: ssl.SSLContext | None = None, **more: frozenset[tuple[str, str, int]]
) -> AsyncIterator[int]:
    """Serve the page of a house; yield the port."""
    site = Site(house.server.accept, **more)
    house.server.adopt(site)
    yield (await site.open(LOOPBACK, context)).port


async def ask(port: int, said: str) -> tuple[str, dict[str, str], bytes]:
    """Send a request as it is; return status line, headers and body of the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(said.replace("\n", "\r\n").encode())
    answer = await reader.read()
    writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    return status, dict(line.split(": ", 1) for line in lines), body


def asking(path: str, method: str = "GET", *more: str) -> str:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *more, "", ""]
    return "\n".join(lines)


async def test_the_page_and_its_headers() -> None:
    index = load_files()["/"]
    async with House() as house, opened(house) as port:
        status, headers, body = await ask(port, asking("/"))
        assert status == "HTTP/1.1 200 OK"
        assert body == index.body
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert headers["Cache-Control"] == "no-cache"
        assert headers.items() >= HEADERS.items()

        status, headers, body = await ask(port, asking("/", "HEAD"))
        assert status == "HTTP/1.1 200 OK"
        assert headers["Content-Length"] == str(len(index.body))
        assert body == b""

        (program,) = (path for path in load_files() if path.endswith("/app/main.js"))
        _, fixed, _ = await ask(port, asking(program))
        assert fixed["Content-Type"] == "text/javascript; charset=utf-8"
        assert fixed["Cache-Control"] == "max-age=31536000, immutable"

        for known in (headers["ETag"], f'"other", {headers["ETag"]}'):
            again = await ask(port, asking("/", "GET", f"If-None-Match: {known}"))
            assert again[0] == "HTTP/1.1 304 Not Modified"
            assert again[1].items() >= HEADERS.items()
            assert again[2] == b""


@pytest.mark.parametrize(
    "path",
    [
        "/app", "/app/", "/core/", "/web/site.py", "/site.py", "/app/../site.py", "/../site.py",
        "/app/..%2fsite.py", "/%2e%2e/site.py", "/app/%2e%2e/site.py", "//etc/passwd",
        "/app//index.html", "/app/index.html/", "/app/index.html%00", "/app\\index.html", "/spice/",
    ],
)  # fmt: skip
async def test_there_is_nothing_else(path: str) -> None:
    async with House() as house, opened(house) as port:
        status, headers, body = await ask(port, asking(path))
        assert status == "HTTP/1.1 404 Not Found"
        assert body == b"404 Not Found\n"
        assert headers["Content-Type"].startswith("text/plain")
        assert headers.items() >= HEADERS.items()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT"])
async def test_other_methods(method: str) -> None:
    async with House() as house, opened(house) as port:
        status, headers, body = await ask(port, asking("/", method))
        assert status.startswith("HTTP/1.1 4")
        if method != "CONNECT":
            assert status == "HTTP/1.1 405 Method Not Allowed"
            assert headers["Allow"] == "GET, HEAD"
            assert body == b"405 Method Not Allowed\n"


@pytest.mark.parametrize(
    "said",
    [
        "REDQ\0\0\0\0\n\n",
        "GET / HTTP/9\n\n",
        "GET /" + "a" * 9000 + " HTTP/1.1\n\n",
        "GET / HTTP/1.1\nHost: a\nX: " + "a" * 9000 + "\n\n",
        "GET / HTTP/1.1\nHost: a\nContent-Length: x\n\n",
        "\x16\x03\x01\x02\x00\x01\x00\n\n",
    ],
)
async def test_what_is_no_request_is_refused_quietly(
    said: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with House() as house, opened(house) as port:
        status, _, _ = await ask(port, said)
        assert status.startswith(("HTTP/1.1 400 ", "HTTP/1.0 400 "))
    assert not caplog.records


async def test_a_body_is_not_waited_for() -> None:
    async with House() as house, opened(house) as port:
        said = asking("/", "POST", "Content-Length: 1000000")
        assert (await ask(port, said))[0] == "HTTP/1.1 405 Method Not Allowed"


async def comes(port: int, house: House, *, password: str = "", **more: object) -> None:
    """Be a viewer: see the name of the desktop, and leave."""
    scheme = "wss" if "ssl" in more else "ws"
    url = f"{scheme}://127.0.0.1:{port}/spice"
    async with connect(url, subprotocols=[SUBPROTOCOL], proxy=None, **more) as client:  # type: ignore[arg-type]
        far = WebSocketFar(client)
        line = await link(far, request(channels.main), password)  # type: ignore[arg-type] # enough
        assert (await line.until(main.Name)).name == b"scripted"
    await far.over()
    await becomes(lambda: house.connections == 0)


async def test_spice_on_the_same_port() -> None:
    settings = Settings(PasswordTickets(lambda: b"secret"))
    async with House(settings=settings) as house, opened(house) as port:
        await comes(port, house, password="secret")
        await comes(port, house, password="secret", origin=Origin(f"http://127.0.0.1:{port}"))
        assert any("viewer=127.0.0.1:" in line for line in house.log.lines)


async def test_https(files: Files) -> None:
    context = tls.server_context(files.certificate, files.key)
    theirs = tls.client_context(files.authority)
    async with House() as house, opened(house, context) as port:
        await comes(port, house, ssl=theirs, origin=Origin(f"https://127.0.0.1:{port}"))
        url = f"https://127.0.0.1:{port}/"
        async with (
            ClientSession(connector=TCPConnector(ssl=theirs)) as session,
            session.get(url, timeout=ClientTimeout(5)) as answer,
        ):
            assert await answer.read() == load_files()["/"].body


async def test_pages_of_others_are_refused() -> None:
    allowed = frozenset({("https", "console.example", 443)})
    async with House() as house, opened(house, allowed=allowed) as port:
        await comes(port, house, origin=Origin("https://console.example"))
        with pytest.raises(InvalidStatus) as told:
            await comes(port, house, origin=Origin("http://evil.example"))
        assert told.value.response.status_code == 403
        assert b"evil.example' may not use this server" in told.value.response.body
        assert any("evil.example" in line for line in house.log.lines)


async def test_a_request_for_spice_that_wants_no_websocket() -> None:
    async with House() as house, opened(house) as port:
        status, headers, _ = await ask(port, asking("/spice"))
        assert status == "HTTP/1.1 400 Bad Request"
        assert headers["Upgrade"] == "websocket"
        assert (await ask(port, asking("/spice", "HEAD")))[0] == "HTTP/1.1 404 Not Found"


async def test_who_came_first_leaves_when_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(site_module, "MOST_VISITORS", 2)
    async with House() as house, opened(house) as port:
        url = f"ws://127.0.0.1:{port}/spice"
        async with connect(url, proxy=None):  # that one counts for a viewer, not for a visitor
            await becomes(lambda: house.connections == 1)
            ends = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
            assert await ends[0][0].read() == b""
            for reader, writer in ends[1:]:
                writer.write(asking("/").replace("\n", "\r\n").encode())
                assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
            for _, writer in ends:
                writer.close()
            assert house.connections == 1


async def test_handshakes_that_never_end_keep_nobody_out(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_module, "MOST_VISITORS", 8)
    context = tls.server_context(files.certificate, files.key)
    theirs = tls.client_context(files.authority)
    async with House() as house, opened(house, context) as port:
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(40)]
        for reader, _ in silent[:32]:
            assert await reader.read() == b""
        assert not any(reader.at_eof() for reader, _ in silent[32:])

        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=theirs)
        assert await silent[32][0].read() == b""
        writer.write(asking("/").replace("\n", "\r\n").encode())
        assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
        await comes(port, house, ssl=theirs)
        for _, each in [*silent, (reader, writer)]:
            each.close()


async def test_at_the_end_handshakes_end(files: Files) -> None:
    context = tls.server_context(files.certificate, files.key)
    async with House() as house, opened(house, context) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"\x16\x03\x01")
        await comes(port, house, ssl=tls.client_context(files.authority))  # so that one is in
    assert await reader.read() == b""
    writer.close()


async def test_who_asks_nothing_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_module, "IDLE_SECONDS", 0.05)
    async with House() as house, opened(house) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nX: ")
        assert await reader.read() == b""
        writer.close()


async def test_at_the_end_all_connections_end() -> None:
    async with House() as house, opened(house) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        client = await connect(f"ws://127.0.0.1:{port}/spice", proxy=None)
        await becomes(lambda: house.connections == 1)
    assert await reader.read() == b""
    await client.wait_closed()
    writer.close()
    with pytest.raises(OSError):  # noqa: PT011 - nobody listens any more
        await asyncio.open_connection("127.0.0.1", port)
