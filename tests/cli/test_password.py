"""Passwords that are asked for."""

from __future__ import annotations

import getpass
import warnings

import pytest

from piment.cli.loop import CommandError
from piment.cli.password import asked_password


def test_what_is_typed_is_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return "sésame"

    monkeypatch.setattr(getpass, "getpass", answer)
    assert asked_password("Password: ") == "sésame"
    assert asked == ["Password: "]


def test_without_a_terminal_it_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def echo(_: str) -> str:
        warnings.warn("the password may be echoed", getpass.GetPassWarning, stacklevel=2)
        return "shown"

    monkeypatch.setattr(getpass, "getpass", echo)
    with pytest.raises(CommandError, match="use --password-file FILE"):
        asked_password("Password: ")
