import pytest

from piment.errors import InputError
from tests.interop.peers.packages import need
from tools import generate_keyboard
from tools.generate_keyboard import CODES, TARGET, codes_text, generated, main
from tools.generate_web import problems


def test_the_files_are_up_to_date() -> None:
    need("libxkbcommon0", "xkb-data")
    assert list(problems(TARGET, generated())) == []
    assert main(["--check"]) == 0


def test_codes_need_no_library(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lacking() -> list[str]:
        raise InputError("install it")

    monkeypatch.setattr(generate_keyboard, "layouts_text", lacking)
    assert main(["--check"]) == 0
    assert "layouts.js is not compared: install it" in capsys.readouterr().out
    assert (TARGET / CODES).read_text() == codes_text()
