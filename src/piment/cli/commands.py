"""The subcommands of `piment`, which are loaded when they are wanted."""

from __future__ import annotations

from importlib import import_module
from typing import Any

COMMANDS = {
    "serve": "Serve",
    "run": "Serve",
    "screenshot": "Look",
    "info": "Look",
    "wait": "Look",
    "watch": "Look",
    "type": "Drive",
    "key": "Drive",
    "click": "Drive",
    "console": "Drive",
    "power": "Drive",
}
"""Each subcommand with the heading that it stands under in the help.

It is `app` in the module of its name: a `Command`, or typer's own.
"""


def load(name: str) -> Any:
    """Return a subcommand: a program that takes a screenshot need not load a server."""
    return import_module(f"piment.cli.{name}").app
