"""`piment wait`."""

from __future__ import annotations

from pathlib import Path

import pytest

from piment.frontends.headless import Image
from piment.geometry import Rect
from tests.cli.invoke import invoke, words
from tests.cli.machine import SIZE, Machine

SPOT = Rect(100, 50, 110, 60)


@pytest.fixture(autouse=True)
def _black(vm: Machine) -> None:
    vm.do(lambda: vm.source.paint(Rect.of_size(SIZE), 0))


def test_a_stable_screen(vm: Machine) -> None:
    result = invoke("wait", vm.uri, "--stable", "50")
    assert (result.exit_code, result.output) == (0, "")


def test_a_change_is_told(vm: Machine) -> None:
    vm.later(0.5, lambda: vm.source.paint(SPOT, 9))
    result = invoke("wait", vm.uri, "--change")
    assert (result.exit_code, result.output) == (0, "10x10+100+50\n")


def test_a_picture_is_told_where_it_is(vm: Machine, tmp_path: Path) -> None:
    vm.do(lambda: vm.source.noise(SPOT))
    file = tmp_path / "sought.png"
    Image.of_bgrx(vm.source.frame[SPOT.rows, SPOT.columns]).save(file)
    result = invoke("wait", vm.uri, "--image", str(file))
    assert (result.exit_code, result.output) == (0, "10x10+100+50\n")
    result = invoke("wait", vm.uri, "--image", str(file), "--region", "50x50+0+0", "--timeout", "1")
    assert result.exit_code == 1


def test_a_time_out_saves_what_was_seen_last(vm: Machine, tmp_path: Path) -> None:
    vm.do(lambda: vm.source.noise(SPOT))
    last = tmp_path / "last.png"
    result = invoke("wait", vm.uri, "--change", "--timeout", "0.5", "--save-last", str(last))
    assert result.exit_code == 1
    assert "piment: nothing changed within 0.5 s" in words(result.output)
    assert Image.load(last) == Image.of_bgrx(vm.source.frame)


def test_what_is_ignored_may_change(vm: Machine) -> None:
    for step in range(1, 100):
        vm.later(step / 50, lambda step=step: vm.source.paint(SPOT, step))  # type: ignore[misc]
    result = invoke("wait", vm.uri, "--stable", "100", "--ignore", "10x10+100+50")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "choose one of --stable MS, --change and --image FILE"),
        (["--stable", "1", "--change"], "choose one of"),
        (["--change", "--region", "everywhere"], "'everywhere' is no region"),
        (["--image", "x.png", "--ignore", "1x1+0+0"], "--ignore is for --stable and --change"),
        (["--image", "x.png", "--tolerance", "256"], "'--tolerance'"),
    ],
)
def test_a_wrong_command_line(arguments: list[str], told: str) -> None:
    result = invoke("wait", "spice://127.0.0.1:1", *arguments)
    assert result.exit_code == 2
    assert told in words(result.output)


def test_a_template_that_is_none(vm: Machine, tmp_path: Path) -> None:
    result = invoke("wait", vm.uri, "--image", "/no/file.png")
    assert result.exit_code == 1
    assert "cannot read /no/file.png: No such file" in words(result.output)
    (tmp_path / "text.png").write_text("no picture")
    result = invoke("wait", vm.uri, "--image", str(tmp_path / "text.png"))
    assert result.exit_code == 1
    assert "it is no picture" in words(result.output)
