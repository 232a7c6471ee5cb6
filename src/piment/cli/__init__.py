"""The command line: one file per command."""

from piment.cli.start import main

__all__ = ["main"]
