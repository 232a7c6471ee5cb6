"""A machine that QEMU runs, shown and driven from outside through its D-Bus display."""

from piment.server.sources.qemu.attach.monitored import Monitored
from piment.server.sources.qemu.attach.named import Named
from piment.server.sources.qemu.attach.started import Started
from piment.server.sources.qemu.source import QemuSource

__all__ = ["Monitored", "Named", "QemuSource", "Started"]
