"""How a machine shows itself to the outside: with QEMU's options -spice or -display dbus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tests.interop.peers.ports import free_port
from tests.interop.peers.tls import TlsFiles


class Display(Protocol):
    """What a machine has to know of a display."""

    @property
    def arguments(self) -> list[str]:
        """The options of QEMU."""
        ...

    @property
    def env(self) -> Mapping[str, str]:
        """What QEMU's environment needs."""
        ...


@dataclass(frozen=True)
class Spice:
    """A SPICE server within QEMU, at a free port of 127.0.0.1 or at a UNIX socket.

    `options` are those of -spice besides the addresses, ticket and certificates, for instance
    `image-compression=quic,streaming-video=all` or `sasl=on`. Without a password everybody may
    connect.
    """

    options: str = ""
    password: str | None = None
    tls: TlsFiles | None = None
    unix: Path | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    tls_port: int = field(default_factory=free_port)

    @property
    def uri(self) -> str:
        """The address for viewers without TLS."""
        return f"spice+unix://{self.unix}" if self.unix else f"spice://127.0.0.1:{self.port}"

    @property
    def tls_uri(self) -> str:
        """The address for viewers under TLS."""
        return f"spice+tls://localhost:{self.tls_port}"

    @property
    def arguments(self) -> list[str]:
        """The options of QEMU."""
        secret = ["-object", f"secret,id=ticket,data={self.password}"] if self.password else []
        return [*secret, "-spice", ",".join(self._settings())]

    def _settings(self) -> list[str]:
        settings = [self.options] if self.options else []
        if self.unix:
            settings += ["unix=on", f"addr={self.unix}"]
        else:
            settings += ["addr=127.0.0.1", f"port={self.port}"]
        if self.tls:
            settings += [f"tls-port={self.tls_port}", f"x509-dir={self.tls.folder}"]
        if self.password:
            settings.append("password-secret=ticket")
        elif "ticketing" not in self.options:
            settings.append("disable-ticketing=on")
        return settings


@dataclass(frozen=True)
class DBus:
    """QEMU's D-Bus display: on the bus with an address, or handed out by a monitor of its own."""

    bus: str | None = None
    monitor: Path | None = None
    env: Mapping[str, str] = field(default_factory=dict)

    @property
    def arguments(self) -> list[str]:
        """The options of QEMU."""
        address = (self.bus or "").replace(",", ",,")  # a comma would end it
        where = f"addr={address}" if address else "p2p=on"
        monitor = ["-qmp", f"unix:{self.monitor},server=on,wait=off"] if self.monitor else []
        return ["-display", f"dbus,{where}", *monitor]


# Devices for the option `options` of a machine. The agent's port, sound and the optional channels
# are those that viewers see.
TABLET = ("-device", "qemu-xhci,id=xhci", "-device", "usb-tablet,bus=xhci.0")
SERIAL_BUS = ("-device", "virtio-serial-pci")
AGENT = (
    *SERIAL_BUS,
    *("-chardev", "spicevmc,id=agent,name=vdagent"),
    *("-device", "virtserialport,chardev=agent,name=com.redhat.spice.0"),
)
DBUS_AGENT = (
    *SERIAL_BUS,
    *("-chardev", "dbus,id=agent,name=com.redhat.spice.0"),
    *("-device", "virtserialport,chardev=agent,name=com.redhat.spice.0"),
)
SOUND = (
    *("-audiodev", "spice,id=sound"),
    *("-device", "intel-hda", "-device", "hda-duplex,audiodev=sound"),
)
USB = (
    *("-device", "qemu-xhci,id=redirected", "-chardev", "spicevmc,id=usb,name=usbredir"),
    *("-device", "usb-redir,bus=redirected.0,chardev=usb"),
)
