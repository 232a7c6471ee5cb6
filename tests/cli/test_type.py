"""`piment type`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from piment.client.keyboard.us import us_table
from piment.client.keyboard.xkb import NO_LOCKS
from piment.server.scene.actions import Key
from tests.cli.invoke import invoke, words
from tests.cli.machine import Machine

SHIFT = 0x2A
TABLE = us_table(NO_LOCKS)


def typed(vm: Machine) -> str:
    """Return what the keys that went down mean on a US keyboard."""
    known = {
        (stroke.key, SHIFT in stroke.held): char
        for char in map(chr, range(128))
        for stroke in TABLE.strokes(char) or ()
    }
    text, shift = "", False
    for action in vm.actions():
        match action:
            case Key(code=0x2A, pressed=pressed):
                shift = pressed
            case Key(code=code, pressed=True):
                text += known[code, shift]
    return text


def test_a_text_arrives_with_its_escapes(vm: Machine) -> None:
    result = invoke("type", vm.uri, r"echo 'Hi\tthere' C:\\x\n", "--pace", "0")
    assert (result.exit_code, result.output) == (0, "")
    assert typed(vm) == "echo 'Hi\tthere' C:\\x\n"


def test_everything_has_arrived_when_the_command_ends(vm: Machine) -> None:
    text = "all of this, to the last letter\n" * 20
    assert invoke("type", vm.uri, text, "--pace", "0").exit_code == 0
    assert typed(vm) == text


def test_a_file_is_typed_as_it_is(vm: Machine, tmp_path: Path) -> None:
    file = tmp_path / "text"
    file.write_text("no \\n escape\n")
    assert invoke("type", vm.uri, "--file", str(file), "--pace", "0").exit_code == 0
    assert typed(vm) == "no \\n escape\n"


def test_standard_input_is_typed_as_it_is(vm: Machine) -> None:
    command = [sys.executable, "-m", "piment", "type", vm.uri, "-", "--pace", "0"]
    subprocess.run(command, input="a \\n b\n", text=True, check=True)
    assert typed(vm) == "a \\n b\n"


def test_what_the_layout_does_not_have_is_told_and_nothing_typed(vm: Machine) -> None:
    result = invoke("type", vm.uri, "naïve")
    assert result.exit_code == 1
    assert "the layout us cannot type 'ï'" in words(result.output)
    assert typed(vm) == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "give a TEXT, or a file with --file FILE"),
        (["x", "--file", "y"], "give a TEXT, or a file with --file FILE"),
        ([r"\x"], r"\x means nothing"),
        (["x", "--pace", "-1"], "'--pace'"),
    ],
)
def test_a_wrong_command_line(arguments: list[str], told: str) -> None:
    result = invoke("type", "spice://127.0.0.1:1", *arguments)
    assert result.exit_code == 2
    assert told in words(result.output)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    result = invoke("type", "spice://127.0.0.1:1", "--file", "/no/file")
    assert result.exit_code == 1
    assert "cannot read /no/file: No such file" in words(result.output)
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    result = invoke("type", "spice://127.0.0.1:1", "--file", str(tmp_path / "binary"))
    assert result.exit_code == 1
    assert "is no UTF-8 text" in words(result.output)
