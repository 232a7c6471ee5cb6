from __future__ import annotations

import contextlib
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piment.client.connection_file import ConnectionFile, discard, load, parse, write
from piment.client.preferences import Preferences
from piment.client.target import Target, TargetError
from piment.limits import MOST_CONNECTION_FILE_BYTES

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)

OVIRT = r"""[virt-viewer]
type=spice
host=10.1.2.3
port=5900
password=Oc9oUEeyrkbk
# Password is valid for 120 seconds.
delete-this-file=1
fullscreen=0
title=desk:%d
toggle-fullscreen=shift+f11
release-cursor=shift+f12
secure-attention=ctrl+alt+end
tls-port=5901
enable-smartcard=0
enable-usb-autoshare=1
usb-filter=-1,-1,-1,-1,0
tls-ciphers=DEFAULT
host-subject=O=example.com,CN=10.1.2.3
ca=-----BEGIN CERTIFICATE-----\nMIID...\n-----END CERTIFICATE-----\n
secure-channels=main;inputs;cursor;playback;record;display;smartcard;usbredir
versions=rhev-win64:2.0-160;rhel7:2.0-6;
newer-version-url=http://www.ovirt.org/documentation/virt/console-client-resources

[ovirt]
host=engine.example.com:443
vm-guid=11111111-2222
jsessionid=abc
"""
"""As oVirt documents its files."""

PROXMOX = r"""[virt-viewer]
tls-port=61000
delete-this-file=1
ca=-----BEGIN CERTIFICATE-----\nMIIF...\n-----END CERTIFICATE-----\n
host=pvespiceproxy:5f3a1b2c:100:node1::0123456789abcdef0123456789abcdef01234567
password=secret
proxy=http://node1.example.com:3128
toggle-fullscreen=Shift+F11
title=VM 100 - desk
type=spice
release-cursor=Ctrl+Alt+R
host-subject=OU=PVE Cluster Node,O=Proxmox Virtual Environment,CN=node1.example.com
secure-attention=Ctrl+Alt+Ins
"""
"""As Proxmox documents its files."""


def test_a_file_of_ovirt() -> None:
    file = parse(OVIRT, made=NOON)
    channels = {"main", "inputs", "cursor", "playback", "record", "display", "smartcard"}
    assert file == ConnectionFile(
        Target(
            host="10.1.2.3",
            port=5900,
            tls_port=5901,
            password="Oc9oUEeyrkbk",
            password_expires=NOON + timedelta(seconds=120),
            ca="-----BEGIN CERTIFICATE-----\nMIID...\n-----END CERTIFICATE-----\n",
            host_subject="O=example.com,CN=10.1.2.3",
            tls_ciphers="DEFAULT",
            secure_channels=frozenset({*channels, "usbredir"}),
            title="desk:%d",
            preferences=Preferences(
                fullscreen=False,
                hotkeys={
                    "toggle-fullscreen": "shift+f11",
                    "release-cursor": "shift+f12",
                    "secure-attention": "ctrl+alt+end",
                },
                smartcard=False,
                usb_autoshare=True,
                usb_filter="-1,-1,-1,-1,0",
            ),
        ),
        versions=frozenset({"rhev-win64:2.0-160", "rhel7:2.0-6"}),
        newer_version_url="http://www.ovirt.org/documentation/virt/console-client-resources",
        delete=True,
        others={
            "ovirt": {
                "host": "engine.example.com:443",
                "vm-guid": "11111111-2222",
                "jsessionid": "abc",
            }
        },
    )


def test_a_file_of_proxmox() -> None:
    target = parse(PROXMOX).target
    assert target.host is not None
    assert target.host.startswith("pvespiceproxy:5f3a1b2c:100:node1::")
    assert (target.port, target.tls_port) == (None, 61000)
    assert target.proxy == "http://node1.example.com:3128"
    assert target.password_expires is None


@pytest.mark.parametrize("text", [OVIRT, PROXMOX])
def test_what_is_written_says_the_same(text: str) -> None:
    file = parse(text, made=NOON)
    again = parse(write(file, now=NOON), made=NOON)
    assert again == file
    assert again.target.preferences.hotkeys == file.target.preferences.hotkeys
    assert again.others == file.others


def test_a_whole_file() -> None:
    target = Target(
        unix_path=Path("/run/a b"),
        username="me",
        password=" pass\\word",
        disabled_channels=frozenset({"playback", "record"}),
        preferences=Preferences(fullscreen=True, disabled_effects=frozenset({"all"})),
    )
    text = write(ConnectionFile(target, others={"virt-viewer": {"x-mine": "a\\;b"}}))
    assert text == (
        "[virt-viewer]\ntype=spice\nunix-path=/run/a b\nusername=me\n"
        "password=\\spass\\\\word\ndisable-channels=playback;record\nfullscreen=1\n"
        "disable-effects=all\ndelete-this-file=0\nx-mine=a\\;b\n"
    )
    assert parse(text).target == target


def test_a_password_that_has_expired_is_written_as_such() -> None:
    target = Target(host="a", port=1, password="b", password_expires=NOON)
    text = write(ConnectionFile(target), now=NOON + timedelta(hours=1))
    assert text.endswith("# Password is valid for 0 seconds.\n")
    assert "valid" not in write(ConnectionFile(target))


def test_there_is_no_key_for_a_websocket() -> None:
    target = Target(host="a", port=1, websocket_path="/")
    with pytest.raises(TargetError, match="remote-viewer knows no WebSocket"):
        write(ConnectionFile(target))


HEAD = "[virt-viewer]\ntype=spice\nhost=a\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", r"there is no group \[virt-viewer\]"),
        ("junk", "line 1 stands before the first"),
        ("[virt-viewer]\njunk", "line 2 is no KEY=VALUE"),
        ("[virt-viewer]\nhost=a\nport=1\n", "type= is for another program: here it must be spice"),
        ("[virt-viewer]\ntype=vnc\nhost=a\n", "type=vnc is for another program"),
        (HEAD, "a host has a port"),
        (HEAD + "port=x\n", "the key port is no number"),
        (HEAD + "port=70000\n", "port 70000 is no number from 1 to 65535"),
        (HEAD + "port=1\nunix-path=/a\n", "and not both"),
        (HEAD + "port=-1\ntls-port=0\n", "a host has a port"),
        (HEAD + "port=1\npassword=se\\cret\n", "the key password has a backslash"),
        (HEAD + "port=1\nsecure-channels=dispaly\n", "secure channel 'dispaly' is unknown"),
        (HEAD + "port=1\ndelete-this-file=yes\n", "the key delete-this-file is neither 1 nor 0"),
    ],
)
def test_files_that_cannot_be_used(text: str, why: str) -> None:
    with pytest.raises(TargetError, match=why) as caught:
        parse(text)
    assert "cret" not in str(caught.value)


def test_a_wish_that_cannot_be_read_keeps_nobody_out(caplog: pytest.LogCaptureFixture) -> None:
    text = HEAD + "port=1\nfullscreen=yes\ncolor-depth=16\nzoom-in=\\q\n"
    file = parse(text)
    assert file.target.preferences == Preferences(color_depth=16)
    assert file.others == {"virt-viewer": {"fullscreen": "yes", "zoom-in": "\\q"}}
    assert [record.getMessage() for record in caplog.records] == [
        "connection file: the key fullscreen is ignored, it is neither 1 nor 0",
        "connection file: the key zoom-in is ignored, it has a backslash that means nothing: "
        "write two for one",
    ]


def test_the_time_grows_with_the_size_alone() -> None:
    file = parse(HEAD + "port=1\n" + "\n" * 500_000 + " " * 500_000 + "\n", made=NOON)
    assert file.target.password_expires is None


def test_a_file_wants_to_be_deleted(tmp_path: Path) -> None:
    path = tmp_path / "desk.vv"
    path.write_text(HEAD + "port=1\ndelete-this-file=1\n")
    target = load(path)
    assert target.delete_file == path
    assert path.exists()
    discard(target)
    assert not path.exists()
    discard(target)


def test_a_file_that_cannot_be_deleted_is_told_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        discard(Target(host="a", port=1, delete_file=tmp_path))
    assert "cannot be deleted: Is a directory" in caplog.text


def test_a_file_stays_by_default(tmp_path: Path) -> None:
    path = tmp_path / "desk.vv"
    path.write_text(HEAD + "port=1\n")
    discard(load(path))
    assert path.exists()


def test_a_password_counts_from_when_the_file_was_made(tmp_path: Path) -> None:
    path = tmp_path / "desk.vv"
    path.write_text(HEAD + "port=1\n#password is valid for 60 seconds\n")
    made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    assert load(path).password_expires == made + timedelta(seconds=60)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xff\xfe", r"desk\.vv: .*utf-8"),
        (b"#" * (MOST_CONNECTION_FILE_BYTES + 1), r"desk\.vv: it has over 1048576 bytes"),
        (b"[virt-viewer]\ntype=vnc\n", r"desk\.vv: type=vnc"),
    ],
)
def test_files_of_something_else(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "desk.vv"
    path.write_bytes(data)
    with pytest.raises(TargetError, match=why):
        load(path)


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match=r"nowhere\.vv: No such file"):
        load(tmp_path / "nowhere.vv")
    with pytest.raises(TargetError, match="Is a directory"):
        load(tmp_path)


_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@given(
    username=st.none() | _TEXT,
    password=_TEXT,
    title=st.none() | _TEXT,
    subject=st.none() | _TEXT,
    seconds=st.integers(0, 1000),
)
def test_all_targets_can_be_written(
    username: str | None, password: str, title: str | None, subject: str | None, seconds: int
) -> None:
    target = Target(
        host="a", port=1, username=username, password=password, title=title, host_subject=subject
    )
    target = replace(target, password_expires=NOON + timedelta(seconds=seconds))
    assert parse(write(ConnectionFile(target), now=NOON), made=NOON).target == target


@given(st.text("[]virt-ewr=spcho\n#\\;10 ", max_size=80))
def test_no_text_is_a_surprise(text: str) -> None:
    with contextlib.suppress(TargetError):
        assert parse(HEAD + "port=1\n" + text).target.host
