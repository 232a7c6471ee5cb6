"""`piment serve demo`, `piment serve x11` and `piment serve qemu`."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.invoke import invoke, serving, words

X11 = "piment.server.sources.x11"


def test_help_names_the_sources() -> None:
    text = words(invoke("serve", "--help").output)
    assert "demo" in text
    assert "x11" in text
    assert "qemu" in text


@pytest.mark.parametrize("source", ["demo", "x11", "qemu"])
def test_help_groups_the_options_and_shows_the_default_address(source: str) -> None:
    text = words(invoke("serve", source, "--help").output)
    assert f"piment serve {source}" in text  # an example
    for piece in ("Where to listen", "Whom to let in", "127.0.0.1:5900", "--password-file"):
        assert piece in text


@pytest.mark.parametrize(
    ("size", "told"),
    [
        ("1280", "'1280' is no size: write WIDTHxHEIGHT, such as 1280x800"),
        ("axb", "is no size"),
        ("-1x800", "is no size"),
        ("10x10", "sides have 320 to 8192 pixels"),
        ("9000x800", "sides have 320 to 8192 pixels"),
    ],
)
def test_sizes_that_cannot_be(size: str, told: str) -> None:
    result = invoke("serve", "demo", "--size", size)
    assert result.exit_code == 2
    assert told in words(result.output)


def test_a_display_and_a_command_exclude_each_other() -> None:
    result = invoke("serve", "x11", "--display", ":0", "--", "xterm")
    assert result.exit_code == 2
    assert "without a COMMAND" in words(result.output)


def test_a_display_that_is_not_there() -> None:
    result = invoke("serve", "x11", "--display", ":9999", "--listen", "127.0.0.1:0")
    assert result.exit_code == 1
    assert ":9999" in result.output
    assert "Traceback" not in result.output


def test_without_any_display_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    result = invoke("serve", "x11", "--listen", "127.0.0.1:0")
    assert result.exit_code == 1
    assert "name one with --display, or start a new one" in words(result.output)


def test_a_command_that_is_not_there() -> None:
    result = invoke("serve", "x11", "--listen", "127.0.0.1:0", "--", "/no/such/program")
    assert result.exit_code == 1
    assert "/no/such/program" in result.output
    assert "Traceback" not in result.output


def test_a_monitor_needs_no_bus() -> None:
    for option in ("--dbus", "--vm"):
        result = invoke("serve", "qemu", "--qmp", "vm.qmp", option, "it")
        assert result.exit_code == 2
        assert "--qmp needs no bus" in words(result.output)


def test_without_a_bus_or_a_monitor_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    result = invoke("serve", "qemu", "--listen", "127.0.0.1:0")
    assert result.exit_code == 1
    assert "name a bus with --dbus, or the machine's monitor with --qmp" in words(result.output)


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (("--qmp", "/no/such/vm.qmp"), "no QEMU serves its monitor at /no/such/vm.qmp"),
        (("--dbus", "unix:path=/no/such/bus"), "no D-Bus answers at unix:path=/no/such/bus"),
    ],
)
def test_a_machine_that_is_to_be_there_and_is_not(option: tuple[str, str], told: str) -> None:
    result = invoke("serve", "qemu", "--once", "--listen", "127.0.0.1:0", *option)
    assert result.exit_code == 1
    assert told in words(result.output)


def test_an_address_that_can_be_none_is_not_waited_at() -> None:
    result = invoke("serve", "qemu", "--listen", "127.0.0.1:0", "--dbus", "nonsense")
    assert result.exit_code == 1
    assert "'nonsense' is no address of a D-Bus" in words(result.output)


def test_the_session_bus_is_looked_at_and_waited_at(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bus = f"unix:path={tmp_path / 'bus'}"
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
    with serving("qemu", "--vm", "web", "--listen", "127.0.0.1:0") as running:
        assert running.banner[0] == f"web on the bus {bus} is served by Piment"
        _, told = running.end(signal.SIGTERM)
    assert f"no D-Bus answers at {bus}: waiting for it" in told


class NoLibxcb:
    """Makes the x11 source fail to load as on a machine without libxcb."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == X11:
            raise OSError("cannot load library 'libxcb.so'")


def test_without_libxcb_the_x11_source_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, X11, raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoLibxcb(), *sys.meta_path])
    result = invoke("serve", "x11", "--display", ":0", "--listen", "127.0.0.1:0")
    assert result.exit_code == 1
    assert "install the Debian package libxcb1" in words(result.output)


def test_the_demo_runs_without_libxcb() -> None:
    script = "import sys, piment.cli.serve; sys.exit('xcffib' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_size_is_taken() -> None:
    with serving("demo", "--listen", "127.0.0.1:0", "--size", "640x480") as running:
        assert running.uris[0].startswith("spice://127.0.0.1:")
