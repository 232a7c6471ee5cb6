"""To a machine through its monitor, peer to peer (dbus-display.md 1.1)."""

from __future__ import annotations

import socket
from pathlib import Path

from piment.server.sources.base import SourceError
from piment.server.sources.qemu.attach.base import AbsentError, Attachment
from piment.server.sources.qemu.bus.connection import Connection
from piment.server.sources.qemu.bus.error import BusError
from piment.server.sources.qemu.bus.remote import Remote
from piment.server.sources.qemu.monitor import (
    Monitor,
    MonitorBusyError,
    MonitorError,
    MonitorGoneError,
)

_FD_NAME = "piment"
_PROTOCOL = "@dbus-display"

_ADVICE = "start QEMU with -display dbus,p2p=on"


class Monitored:
    """A QEMU with `-display dbus,p2p=on` and `-qmp unix:PATH,server=on,wait=off`."""

    def __init__(self, path: Path) -> None:
        """Go through the monitor at `path`, which is ours alone meanwhile."""
        self._path = path

    @property
    def label(self) -> str:
        """The monitor's path."""
        return f"QEMU at {self._path}"

    async def attach(self) -> Attachment:
        """Connect to the machine's display, in place of anybody else.

        Raises:
            AbsentError: nobody listens at the path, or the monitor serves somebody else.
            SourceError: that is no monitor, or this QEMU has no such display.

        """
        try:
            monitor = await Monitor.open(self._path)
        except (ConnectionRefusedError, FileNotFoundError, MonitorGoneError):
            raise AbsentError(f"no QEMU serves its monitor at {self._path}") from None
        except MonitorBusyError as error:
            raise AbsentError(f"{self._path}: {error}") from None
        except OSError as error:
            raise SourceError(f"cannot connect to {self._path}: {error.strerror}") from None
        except MonitorError as error:
            raise SourceError(f"{self._path}: {error}") from None
        try:
            return Attachment(Remote(await add_client(monitor)), monitor)
        except BaseException:
            monitor.close()
            raise

    async def close(self) -> None:
        """Do nothing: the machine is not ours."""


async def add_client(monitor: Monitor) -> Connection:
    """Return a connection to the display of the QEMU with this monitor.

    Raises:
        AbsentError: QEMU ended meanwhile.
        SourceError: it has no such display.

    """
    ours, theirs = socket.socketpair()
    try:
        with theirs:
            await monitor.execute("getfd", [theirs.fileno()], fdname=_FD_NAME)
            await monitor.execute("add_client", protocol=_PROTOCOL, fdname=_FD_NAME)
        return await Connection.open(ours)
    except MonitorGoneError:
        ours.close()
        raise AbsentError("QEMU ended while we attached") from None
    except MonitorError as error:
        ours.close()
        raise SourceError(f"QEMU does not hand out its display: {error}; {_ADVICE}") from None
    except BusError as error:
        raise AbsentError(f"QEMU's display does not answer: {error}") from None
    except BaseException:
        ours.close()
        raise
