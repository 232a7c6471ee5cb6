"""Connection files, between remote-viewer, GLib and us."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from piment.client.connection_file import ConnectionFile, write
from piment.client.key_file import LIST, STRING, read
from piment.client.key_file import write as write_groups
from piment.client.target import Target
from piment.client.uri import parse
from tests.interop.peers.packages import need
from tests.interop.peers.patience import becomes
from tests.interop.peers.qemu.display import Spice
from tests.interop.peers.qemu.machine import Machine
from tests.interop.peers.remote_viewer import RemoteViewer, connection_file
from tests.interop.peers.tls import TlsFiles
from tests.interop.visits import CHANNELS, opened

PASSWORD = " with\tspecial;characters\\and # ü"

OpenRemoteViewer = Callable[[str | Path], Awaitable[RemoteViewer]]


@pytest.fixture
def guarded(machine: Callable[..., Machine], tls_files: TlsFiles) -> Machine:
    """A machine with a ticket, whose inputs need TLS."""
    started: Machine = machine(
        display=Spice("tls-channel=inputs", password="secret", tls=tls_files)
    )
    return started


async def test_remote_viewer_opens_what_we_write(
    guarded: Machine, tls_files: TlsFiles, remote_viewer: OpenRemoteViewer, tmp_path: Path
) -> None:
    spice = guarded.display
    assert isinstance(spice, Spice)
    await guarded.qmp("set_password", protocol="spice", password=PASSWORD)
    target = Target(
        host="127.0.0.1",
        port=spice.port,
        tls_port=spice.tls_port,
        password=PASSWORD,
        ca=tls_files.ca,
        host_subject=tls_files.subject,
        secure_channels=frozenset({"main", "inputs"}),
        title="written by us",
    )
    path, text = tmp_path / "desk.vv", write(ConnectionFile(target, delete=True))
    path.write_text(text)
    viewer = await remote_viewer(path)
    async with guarded.paused():  # else a cursor blinks
        pixels = await guarded.screendump()
        await viewer.until_shown(lambda: pixels)
    assert await becomes(lambda: not path.exists())
    title = viewer.display.xdotool("getwindowname", str(viewer.window))
    assert "written by us" in str(title)
    await viewer.close()
    path.write_text(text)
    ours = parse(str(path))
    assert replace(ours, ca=tls_files.ca, delete_file=None) == target
    assert await opened(ours) == CHANNELS
    assert not path.exists()


async def test_we_open_what_remote_viewer_opens(
    guarded: Machine, tls_files: TlsFiles, remote_viewer: OpenRemoteViewer, tmp_path: Path
) -> None:
    spice = guarded.display
    assert isinstance(spice, Spice)
    path = connection_file(
        tmp_path / "desk.vv",
        host="localhost",
        port=-1,
        tls_port=spice.tls_port,
        password="secret",
        ca=tls_files.ca.read_text(),
        secure_channels="main;display;inputs;cursor;",
        delete_this_file=1,
        toggle_fullscreen="shift+f11",
        something_new="kept",
    )
    ours = parse(str(path))
    viewer = await remote_viewer(path)
    async with guarded.paused():
        pixels = await guarded.screendump()
        await viewer.until_shown(lambda: pixels)
    await viewer.close()
    assert await opened(ours) == CHANNELS


GLIB = """
import json, sys
from gi.repository import GLib
asked = json.load(sys.stdin)
file = GLib.KeyFile()
file.load_from_data(asked["text"], len(asked["text"].encode()), GLib.KeyFileFlags.NONE)
told = {key: file.get_string("g", key) for key in asked["strings"]}
told |= {key: file.get_string_list("g", key) for key in asked["lists"]}
made = GLib.KeyFile()
for key, value in told.items():
    (made.set_string if isinstance(value, str) else made.set_string_list)("g", key, value)
json.dump({"told": told, "made": made.to_data()[0]}, sys.stdout)
"""


def test_glib_reads_what_we_write_and_we_read_what_it_writes() -> None:
    need("python3-gi")
    strings = {
        "a": " lead",
        "b": "tail ",
        "c": "l1\nl2\r\n\tl3",
        "d": "\\s;#=[x]",
        "e": "ü€\U0001f600",
    }
    lists = {"l": ["a;b", " c ", "\\", "ü"], "m": ["one"]}
    ours = {key: STRING.write(text) for key, text in strings.items()}
    ours |= {key: LIST.write(items) for key, items in lists.items()}
    asked = {"text": write_groups({"g": ours}), "strings": [*strings], "lists": [*lists]}
    answer = subprocess.run(
        ["/usr/bin/python3", "-c", GLIB],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    glib = json.loads(answer.stdout)
    assert glib["told"] == strings | lists
    groups = read(glib["made"])
    assert {key: STRING.read(groups["g"][key]) for key in strings} == strings
    assert {key: LIST.read(groups["g"][key]) for key in lists} == lists
