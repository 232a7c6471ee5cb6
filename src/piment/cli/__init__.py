"""The command line: one file per command."""

from piment.cli.app import main

__all__ = ["main"]
