"""Places to listen at or to connect to: HOST:PORT and socket paths."""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple

_PORT = re.compile("[0-9]{1,5}")


class Address(NamedTuple):
    """A host, by name or number, and a TCP port."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read `HOST:PORT`, `[IPV6]:PORT`, or `:PORT` for loopback.

        Raises:
            ValueError: the text is none of these; the message says what is wrong.

        """
        host, colon, port = text.rpartition(":")
        if not colon or port.endswith("]"):
            raise ValueError(f"{text!r} has no port: write HOST:PORT, such as 127.0.0.1:5900")
        if host.startswith("[") and host.endswith("]"):
            host = host[1:-1]
        elif ":" in host:
            raise ValueError(f"{text!r}: write an IPv6 address in brackets, such as [::1]:5900")
        if not _PORT.fullmatch(port) or int(port) > 0xFFFF:
            raise ValueError(f"{text!r}: the port {port!r} is no number from 0 to 65535")
        return cls(host or "127.0.0.1", int(port))

    @property
    def is_numeric(self) -> bool:
        """Whether the host is an IPv4 or IPv6 address, and not a name."""
        try:
            ipaddress.ip_address(self.host)
        except ValueError:
            return False
        return True

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the address."""
        if self.is_numeric:
            return ipaddress.ip_address(self.host).is_loopback
        return self.host == "localhost"

    @property
    def is_everywhere(self) -> bool:
        """Whether it stands for all addresses of this machine, and is none itself."""
        return self.is_numeric and ipaddress.ip_address(self.host).is_unspecified

    @property
    def ascii(self) -> Address:
        """The same with the host as DNS and HTTP have it.

        Raises:
            UnicodeError: the host cannot be a name.

        """
        return (
            self if self.host.isascii() else Address(self.host.encode("idna").decode(), self.port)
        )

    def __str__(self) -> str:
        """Return `HOST:PORT`.

        Only numbers get brackets: names such as those that Proxmox's proxy takes have colons too.
        """
        is_ipv6 = ":" in self.host and self.is_numeric
        return f"[{self.host}]:{self.port}" if is_ipv6 else f"{self.host}:{self.port}"
