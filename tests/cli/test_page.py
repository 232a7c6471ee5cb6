"""The page of `piment serve --web`."""

from __future__ import annotations

import http.client
import signal
import socket
import ssl
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from piment.cli.options import ServeOptions
from piment.cli.page import PORTS_TRIED, page_in
from piment.transport.address import Address
from piment.transport.tls import client_context
from piment.web.files import load_files
from tests.cli.invoke import Running, invoke, serving, words
from tests.transport import authority

FREE = "127.0.0.1:0"


def link_in(running: Running) -> str:
    """Return the page's link, which comes before all others."""
    first, *_ = running.banner[1:]
    link, _, where = first.strip().partition("  ")
    assert where == "in a browser"
    return link


def fetched(link: str, context: ssl.SSLContext | None = None) -> bytes:
    """Return what is at a link."""
    place = urlsplit(link)
    assert place.hostname
    if context is None:
        client = http.client.HTTPConnection(place.hostname, place.port, timeout=10)
    else:
        client = http.client.HTTPSConnection(
            place.hostname, place.port, timeout=10, context=context
        )
    client.request("GET", place.path)
    body = client.getresponse().read()
    client.close()
    return body


def test_the_banner_begins_with_the_link() -> None:
    with serving("demo", "--listen", FREE, "--web", FREE) as running:
        assert fetched(link_in(running)) == load_files()["/"].body
        assert len(running.uris) == 1
        code, told = running.end(signal.SIGINT)
    assert code == 0
    assert "Traceback" not in told


def test_https_with_the_certificate_of_tls(tmp_path: Path) -> None:
    files = authority.make(tmp_path)
    tls = ("--tls-cert", str(files.certificate), "--tls-key", str(files.key))
    with serving("demo", "--listen", FREE, "--web", FREE, *tls) as running:
        link = link_in(running)
        assert link.startswith("https://127.0.0.1:")
        assert fetched(link, client_context(files.authority)) == load_files()["/"].body
        assert running.end(signal.SIGTERM)[0] == 0


def test_a_page_for_other_machines_is_called_by_this_ones_name() -> None:
    with serving("demo", "--listen", FREE, "--web", "0.0.0.0:0", "--no-password") as running:
        assert urlsplit(link_in(running)).hostname == socket.gethostname().lower()
        assert running.end(signal.SIGINT)[0] == 0


def test_a_port_in_use_says_which_option_chooses_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        result = invoke("serve", "demo", "--listen", FREE, "--web", address)
    assert result.exit_code == 1
    told = f"cannot listen at {address}: Address already in use; choose with --web"
    assert told in words(result.output)


def test_without_a_port_the_next_free_one_is_taken() -> None:
    with (
        serving("demo", "--listen", FREE, "--web", "127.0.0.1") as one,
        serving("demo", "--listen", FREE, "--web", "127.0.0.1") as other,
    ):
        ports = [urlsplit(link_in(each)).port for each in (one, other)]
        assert 8080 <= ports[0] < ports[1] < 8080 + PORTS_TRIED
        for each in (one, other):
            assert each.end(signal.SIGINT)[0] == 0


@pytest.mark.parametrize(
    ("text", "first", "count"),
    [
        ("127.0.0.1:8000", Address("127.0.0.1", 8000), 1),
        ("127.0.0.1", Address("127.0.0.1", 8080), PORTS_TRIED),
        ("[::1]", Address("::1", 8080), PORTS_TRIED),
        ("[::1]:1", Address("::1", 1), 1),
        (":0", Address("127.0.0.1", 0), 1),
    ],
)
def test_places(text: str, first: Address, count: int) -> None:
    page = page_in(ServeOptions(web=text), None)
    assert page is not None
    assert page.addresses[0] == first
    assert len(page.addresses) == len(set(page.addresses)) == count


def test_pages_of_others() -> None:
    page = page_in(ServeOptions(web=FREE, web_origin=["https://console.example"]), None)
    assert page is not None
    assert page.allowed == {("https", "console.example", 443)}
    assert page_in(ServeOptions(), None) is None
