"""Passwords that are asked for at the terminal."""

from __future__ import annotations

import getpass
import warnings

from piment.cli.loop import CommandError


def asked_password(prompt: str) -> str:
    """Ask for a password and return it.

    Raises:
        CommandError: there is no terminal.

    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(prompt)
        except getpass.GetPassWarning:
            raise CommandError(
                "--ask-password needs a terminal: where there is none, use --password-file FILE"
            ) from None
