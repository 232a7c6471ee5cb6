"""A desktop that draws itself: the embedded default, and what tests drive."""

from piment.server.sources.demo.source import DemoSource

__all__ = ["DemoSource"]
