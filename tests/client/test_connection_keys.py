from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from piment.client import connection_keys as keys
from piment.client.connection_file import ConnectionFile
from piment.client.connection_keys import AUTHORITY, NAMES, PATH, PORT
from piment.client.preferences import Preferences
from piment.client.target import Target


@pytest.mark.parametrize(
    ("table", "holder"),
    [(keys.TARGET, Target), (keys.PREFERENCES, Preferences), (keys.FILE, ConnectionFile)],
)
def test_every_key_is_a_field(table: dict[str, keys.Key], holder: type) -> None:
    names = {each.name for each in fields(holder)}
    assert {key.field for key in table.values()} <= names


def test_the_manual_of_remote_viewer_has_these() -> None:
    """`man remote-viewer`, key list; `type` is looked at by itself."""
    ours = {*keys.TARGET, *keys.PREFERENCES, *keys.FILE, *keys.HOTKEYS}
    manual = """
        version versions newer-version-url unix-path host port tls-port username password
        disable-channels tls-ciphers title fullscreen ca host-subject toggle-fullscreen
        release-cursor zoom-in zoom-out zoom-reset smartcard-insert smartcard-remove color-depth
        disable-effects enable-smartcard enable-usbredir enable-usb-autoshare usb-filter
        secure-channels delete-this-file proxy
    """
    assert ours == {*manual.split(), "secure-attention", "usb-device-reset"}


def test_ports_that_are_none() -> None:
    assert [PORT.read(value) for value in ("5900", "0", "-1")] == [5900, None, None]
    assert PORT.write(5900) == "5900"


def test_names() -> None:
    assert NAMES.read("main; inputs ;;") == {"main", "inputs"}
    assert NAMES.write(frozenset({"main", "inputs"})) == "inputs;main"


def test_paths() -> None:
    assert PATH.read(r"/run/a\sb") == Path("/run/a b")
    assert PATH.write(Path("/run/a b")) == "/run/a b"


def test_an_authority_is_written_as_text(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("BEGIN\nEND\n")
    assert AUTHORITY.write(tmp_path / "ca.pem") == r"BEGIN\nEND\n"
    assert AUTHORITY.read(r"BEGIN\nEND\n") == "BEGIN\nEND\n"
