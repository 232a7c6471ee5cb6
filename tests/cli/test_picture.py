"""Writing pictures."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import numpy as np
import pytest

from piment.cli.loop import CommandError
from piment.cli.picture import write_picture
from piment.frontends.headless import Image

IMAGE = Image(np.arange(5 * 4 * 3, dtype=np.uint8).reshape(5, 4, 3))


class Output:
    """A standard output."""

    def __init__(self, *, terminal: bool) -> None:
        self.buffer = io.BytesIO()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def test_a_file_is_written(tmp_path: Path) -> None:
    write_picture(IMAGE, str(tmp_path / "a.png"))
    assert Image.load(tmp_path / "a.png") == IMAGE


def test_a_dash_is_standard_output(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    output = Output(terminal=False)
    monkeypatch.setattr(sys, "stdout", output)
    write_picture(IMAGE, "-")
    (tmp_path / "a.png").write_bytes(output.buffer.getvalue())
    assert Image.load(tmp_path / "a.png") == IMAGE


def test_a_terminal_gets_no_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    output = Output(terminal=True)
    monkeypatch.setattr(sys, "stdout", output)
    with pytest.raises(CommandError, match="a terminal shows no PNG"):
        write_picture(IMAGE, "-")
    assert not output.buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "why"), [("no/such/folder/a.png", "No such file"), ("a.xyz", r"name it \.png")]
)
def test_what_cannot_be_written(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        write_picture(IMAGE, str(tmp_path / name))
