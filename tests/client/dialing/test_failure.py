from __future__ import annotations

import errno
import socket
import ssl
from pathlib import Path

import pytest

from piment.client.dialing.failure import explain
from piment.errors import Stage
from piment.transport.address import Address
from piment.transport.proxy import ProxyError
from piment.transport.websocket.client import UpgradeError

DESK = Address("desk", 1)


def unconvincing(code: int, message: str) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code, error.verify_message = code, message
    return error


def strange(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, f"[SSL: {reason}]")
    error.reason = reason
    return error


@pytest.mark.parametrize(
    ("stage", "error", "message"),
    [
        (
            Stage.CONNECT,
            ConnectionRefusedError(errno.ECONNREFUSED, "x"),
            "connect: desk:1: nobody listens there: start the server, or correct the port",
        ),
        (
            Stage.CONNECT,
            socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
            "connect: desk:1: the name is unknown (Name or service not known): "
            "correct the host's name",
        ),
        (
            Stage.CONNECT,
            UnicodeError("label too long"),
            "connect: desk:1: that is no name of a host: correct the host's name",
        ),
        (
            Stage.CONNECT,
            TimeoutError(),
            "connect: desk:1: no answer within 10 s: "
            "see whether the machine is on, and whether a firewall is in the way",
        ),
        (
            Stage.CONNECT,
            OSError(errno.ENETUNREACH, "Network is unreachable"),
            "connect: desk:1: Network is unreachable: see whether the network is there",
        ),
        (
            Stage.TLS,
            unconvincing(19, "self-signed certificate in certificate chain"),
            "TLS: desk:1: its certificate does not convince: self-signed certificate in "
            "certificate chain: give the certificate of the authority that signed it (ca)",
        ),
        (
            Stage.TLS,
            unconvincing(62, "Hostname mismatch"),
            "TLS: desk:1: its certificate does not convince: Hostname mismatch: connect by a name "
            "that the certificate has, or give its subject as the host subject",
        ),
        (
            Stage.TLS,
            unconvincing(10, "certificate has expired"),
            "TLS: desk:1: its certificate does not convince: certificate has expired: "
            "renew the server's certificate, or correct this machine's clock",
        ),
        (
            Stage.TLS,
            strange("WRONG_VERSION_NUMBER"),
            "TLS: desk:1: it does not speak TLS (wrong version number): "
            "name the port for TLS; the plain one goes without",
        ),
        (
            Stage.TLS,
            strange("SSLV3_ALERT_HANDSHAKE_FAILURE"),
            "TLS: desk:1: no agreement on TLS (sslv3 alert handshake failure): "
            "see which versions and ciphers of TLS the server takes",
        ),
        (
            Stage.TLS,
            unconvincing(66, "EE certificate key too weak"),
            "TLS: desk:1: its certificate does not convince: EE certificate key too weak: "
            "give the server another one",
        ),
        (
            Stage.TLS,
            ConnectionResetError("the peer left"),
            "TLS: desk:1: it ended the connection instead of speaking TLS: "
            "name the port for TLS; the plain one goes without",
        ),
        (
            Stage.PROXY,
            ProxyError("it answers 403 Forbidden"),
            "proxy: desk:1: it answers 403 Forbidden: "
            "correct the proxy, such as http://USER:PASSWORD@HOST:3128",
        ),
        (
            Stage.WEBSOCKET,
            UpgradeError("HTTP 404"),
            "WebSocket: desk:1: HTTP 404: "
            "correct the path or the HTTP login, or leave out WebSocket, such as spice://HOST:5900",
        ),
        (
            Stage.WEBSOCKET,
            ConnectionResetError("x"),
            "WebSocket: desk:1: the connection was reset: see the server's log for the reason",
        ),
    ],
)
def test_errors_say_what_to_do(stage: Stage, error: OSError | UnicodeError, message: str) -> None:
    explained = explain(stage, DESK, error)
    assert str(explained) == message
    assert (explained.stage, explained.code) == (stage, None)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (FileNotFoundError(errno.ENOENT, "x"), "there is no such socket"),
        (PermissionError(errno.EACCES, "x"), "it may not be opened"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "x"), "nobody listens there"),
        (OSError("AF_UNIX path too long"), "AF_UNIX path too long"),
    ],
)
def test_errors_of_unix_sockets(error: OSError, message: str) -> None:
    explained = explain(Stage.CONNECT, Path("/run/desk"), error)
    assert str(explained).startswith(f"connect: /run/desk: {message}: ")
