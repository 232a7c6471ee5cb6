"""A real X11 desktop: the one on a display, or one started for the purpose."""

from piment.server.sources.x11.source import X11Source

__all__ = ["X11Source"]
