from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import piment
from piment.client.options import Reconnect
from piment.client.target import Target
from piment.client.terms import MouseMode
from piment.errors import DeniedError, InputError
from piment.frontends.headless.access import connect
from tests.client.host import Host
from tests.client.showing import Showing


async def test_a_uri_leads_to_a_desktop() -> None:
    async with Showing() as showing, piment.connect(showing.uri) as desktop:
        image = await desktop.screenshot()
        assert isinstance(image, piment.Image)
        assert isinstance(desktop, piment.Desktop)


async def test_passwords_come_with_the_call_or_the_uri() -> None:
    async with Host(password=b"secret") as host:
        for desktop in (
            connect(host.target, password="secret"),
            connect(f"spice://127.0.0.1:{host.port}", password="secret"),
            connect(f"spice://:secret@127.0.0.1:{host.port}"),
            connect(f"spice://:other@127.0.0.1:{host.port}", password="secret"),
        ):
            async with desktop:
                assert desktop.session.is_open
        with pytest.raises(DeniedError):
            async with connect(host.target, password="wrong"):
                pass


def test_access_is_told_to_the_target() -> None:
    desktop = connect(
        "spice+tls://vm.example:5901",
        username="alice",
        ca=Path("ca.pem"),
        subject="CN=vm",
        proxy="http://proxy:3128",
    )
    target = desktop.session.target
    assert (target.username, target.ca, target.host_subject) == ("alice", Path("ca.pem"), "CN=vm")
    assert target.proxy == "http://proxy:3128"
    web = connect("wss://vm.example/desk", http_login="me:secret")
    assert web.session.target.http_login == "me:secret"


def test_settings_become_options_of_the_session() -> None:
    target = Target(host="h", port=1)
    assert connect(target).session.options.reconnect is None
    assert connect(target, reconnect=True).session.options.reconnect == Reconnect()
    policy = Reconnect(attempts=3)
    options = connect(target, reconnect=policy, view_only=True, timeout=3).session.options
    assert (options.reconnect, options.view_only, options.open_seconds) == (policy, True, 3)


def test_who_only_looks_does_not_ask_to_place_the_pointer() -> None:
    target = Target(host="h", port=1)
    assert connect(target).session.options.mouse_mode is MouseMode.CLIENT
    assert connect(target, view_only=True).session.options.mouse_mode is MouseMode.SERVER


def test_a_layout_that_is_none_is_an_error() -> None:
    with pytest.raises(InputError, match="nowhere"):
        connect("spice://h:1", layout="nowhere")


def test_the_package_is_cheap_until_it_is_used() -> None:
    script = "import sys, piment; print(*{'numpy', 'asyncio', 'typer'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", script], text=True).strip() == ""


@pytest.mark.parametrize("name", piment.__all__)
def test_each_public_name_is_there(name: str) -> None:
    assert getattr(piment, name) is not None
    assert name in dir(piment)


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = piment.nonsense
