"""A way through an HTTP proxy: CONNECT, with a login by Basic where the proxy asks for one."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from piment.transport.address import Address
from piment.transport.base import RefusalError, Transport

EXAMPLE = "http://proxy.example:3128"

DEFAULT_PORTS = {"http": 3128, "https": 3129}
"""By scheme: the reference client's; `https` is a proxy that is under TLS itself."""

MOST_ANSWER_BYTES = 16 * 1024
"""Status and headers of a proxy: some hundred bytes."""

_END = b"\r\n\r\n"
_STATUS = re.compile(rb"HTTP/1\.[01] ([0-9]{3})(?: ([^\r\n]*))?\r\n")
_LOGIN_NEEDED = 407


class ProxyError(RefusalError):
    """A proxy does not let us through; the message says what it said."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where a proxy is, and who we are to it."""

    address: Address
    tls: bool = False
    login: str | None = field(default=None, repr=False)
    """`USER:PASSWORD`, decoded."""

    @classmethod
    def parse(cls, url: str) -> Proxy:
        """Read `http://HOST:PORT`; scheme and port may be missing, and a login may be there.

        Raises:
            ValueError: it is something else; the message says what is wrong.

        """
        parts = urlsplit(url if "://" in url else f"http://{url}")
        login, _, _ = parts.netloc.rpartition("@")
        if parts.scheme not in DEFAULT_PORTS:
            raise ValueError(f"the proxy's scheme is {parts.scheme!r}: write {EXAMPLE}")
        if not parts.hostname or parts.path not in ("", "/") or parts.query or parts.fragment:
            raise ValueError(f"the proxy is no host with a port: write {EXAMPLE}")
        port = parts.port or DEFAULT_PORTS[parts.scheme]
        address = Address(parts.hostname, port)
        return cls(address, parts.scheme == "https", unquote(login) if login else None)


async def tunnel(carrier: Transport, destination: Address, login: str | None = None) -> None:
    """Ask the proxy at the other end of `carrier` to lead on to `destination`.

    Raises:
        ProxyError: it does not; or it is no proxy.
        UnicodeError: the destination's name cannot be one.

    """
    carrier.write(_request(destination, login))
    answer = b""
    while _END not in answer:
        data = await carrier.read()
        answer += data
        if not data:
            raise ProxyError("it left instead of an answer")
        if len(answer) > MOST_ANSWER_BYTES:
            raise ProxyError(f"its answer has over {MOST_ANSWER_BYTES} bytes")
    status = _STATUS.match(answer)
    if status is None:
        raise ProxyError("it does not speak HTTP")
    code, reason = int(status[1]), (status[2] or b"").decode("ascii", "replace").strip()
    if code == _LOGIN_NEEDED:
        raise ProxyError("it wants a user name and password" + (", others" if login else ""))
    if not 200 <= code < 300:
        raise ProxyError(f"it answers {code} {reason}".rstrip())
    if answer.index(_END) + len(_END) != len(answer):
        raise ProxyError("it says more than it should")


def _request(destination: Address, login: str | None) -> bytes:
    place = destination.ascii
    lines = [f"CONNECT {place} HTTP/1.1", f"Host: {place}"]
    if login is not None:
        lines.append(f"Proxy-Authorization: Basic {base64.b64encode(login.encode()).decode()}")
    return "\r\n".join([*lines, "", ""]).encode("ascii")
