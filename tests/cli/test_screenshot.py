"""`piment screenshot`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from piment.frontends.headless import Image
from piment.geometry import Rect
from tests.cli.invoke import invoke, words
from tests.cli.machine import SIZE, Machine


def shown(vm: Machine) -> Image:
    return Image.of_bgrx(vm.source.frame)


@pytest.fixture(autouse=True)
def _painted(vm: Machine) -> None:
    vm.do(lambda: vm.source.noise(Rect.of_size(SIZE)))


def test_a_file_has_every_pixel(vm: Machine, tmp_path: Path) -> None:
    out = tmp_path / "shot.png"
    result = invoke("screenshot", vm.uri, str(out))
    assert (result.exit_code, result.output) == (0, "")
    assert Image.load(out) == shown(vm)
    assert not vm.actions()


def test_a_dash_is_standard_output(vm: Machine, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "piment", "screenshot", vm.uri, "-"]
    (tmp_path / "shot").write_bytes(subprocess.check_output(command))
    assert Image.load(tmp_path / "shot") == shown(vm)


def test_it_waits_until_the_screen_is_stable(vm: Machine, tmp_path: Path) -> None:
    for step in range(1, 6):
        vm.later(step / 20, lambda step=step: vm.source.paint(Rect(0, 0, 9, 9), step))  # type: ignore[misc]
    out = tmp_path / "shot.png"
    assert invoke("screenshot", vm.uri, str(out), "--wait-stable", "200").exit_code == 0
    assert Image.load(out).pixels[0, 0].tolist() == [5, 5, 5]


def test_the_pointer_is_there_if_wanted(vm: Machine, tmp_path: Path) -> None:
    vm.do(vm.source.show_pointer)
    out = tmp_path / "shot.png"
    assert invoke("screenshot", vm.uri, str(out)).exit_code == 0
    assert Image.load(out) == shown(vm)
    assert invoke("screenshot", vm.uri, str(out), "--cursor").exit_code == 0
    rows, columns = np.nonzero((Image.load(out).pixels != shown(vm).pixels).any(axis=2))
    pointer = vm.source.pointer
    assert (columns.min(), rows.min()) == (pointer.x - 1, pointer.y - 2)


def test_a_monitor_that_is_not_there_is_a_time_out(vm: Machine, tmp_path: Path) -> None:
    out = tmp_path / "shot.png"
    assert invoke("screenshot", vm.uri, str(out), "--monitor", "0").exit_code == 0
    result = invoke("screenshot", vm.uri, str(out), "--monitor", "1", "--timeout", "0.2")
    assert result.exit_code == 1
    assert "no whole picture came within 0.2 s" in words(result.output)


def test_a_file_that_cannot_be_written(vm: Machine) -> None:
    result = invoke("screenshot", vm.uri, "/no/such/folder/shot.png")
    assert result.exit_code == 1
    assert "cannot write /no/such/folder/shot.png: No such file" in words(result.output)


@pytest.mark.parametrize("arguments", [[], ["spice://h:1"], ["spice://h:1", "a.png", "b.png"]])
def test_a_wrong_command_line(arguments: list[str]) -> None:
    assert invoke("screenshot", *arguments).exit_code == 2
