"""Piment: a complete SPICE remote-desktop system."""

from piment._core import __version__

__all__ = ["__version__"]
