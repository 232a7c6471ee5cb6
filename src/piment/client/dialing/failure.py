"""What the system says when a connection fails, in words that tell what to do."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

from piment.errors import ConnectError, Stage
from piment.transport.address import Address
from piment.transport.base import RefusalError

CONNECT_SECONDS = 10.0
"""How long a connection may take until SPICE begins: the reference client's limit."""

Advice = tuple[str, str]
"""What happened, and what to do."""

_PLACES: dict[type[OSError], Advice] = {
    ConnectionRefusedError: ("nobody listens there", "start the server, or correct the port"),
    FileNotFoundError: ("there is no such socket", "start the server, or correct the path"),
    PermissionError: ("it may not be opened", "ask its owner, or run as the user who may"),
    TimeoutError: (
        f"no answer within {CONNECT_SECONDS:.0f} s",
        "see whether the machine is on, and whether a firewall is in the way",
    ),
    ConnectionResetError: ("the connection was reset", "see the server's log for the reason"),
}

_LAYER_ADVICE = {
    Stage.PROXY: "correct the proxy, such as http://USER:PASSWORD@HOST:3128",
    Stage.WEBSOCKET: "correct the path or the HTTP login, or leave out WebSocket, such as spice://HOST:5900",
}
_OTHER_PROGRAM = "name the port for TLS; the plain one goes without"
_NO_TLS = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"})
"""OpenSSL's words for a peer that speaks something else."""

_CA_ADVICE = "give the certificate of the authority that signed it (ca)"
_NAME_ADVICE = "connect by a name that the certificate has, or give its subject as the host subject"
_CERTIFICATE_ADVICE = {
    2: _CA_ADVICE,
    7: _CA_ADVICE,  # another authority of the same name
    9: "correct this machine's clock",
    10: "renew the server's certificate, or correct this machine's clock",
    18: _CA_ADVICE,
    19: _CA_ADVICE,
    20: _CA_ADVICE,
    21: _CA_ADVICE,
    62: _NAME_ADVICE,
    64: _NAME_ADVICE,
}
"""By OpenSSL's number of what is wrong with a certificate (X509_V_ERR_...)."""


def explain(stage: Stage, place: Address | Path, error: OSError | UnicodeError) -> ConnectError:
    """Return the error that tells users about `error`."""
    match error:
        case RefusalError():
            what, advice = str(error), _LAYER_ADVICE[stage]
        case socket.gaierror():
            what, advice = f"the name is unknown ({error.strerror})", "correct the host's name"
        case UnicodeError():
            what, advice = "that is no name of a host", "correct the host's name"
        case ssl.SSLCertVerificationError():
            what = f"its certificate does not convince: {error.verify_message}"
            advice = _CERTIFICATE_ADVICE.get(error.verify_code, "give the server another one")
        case ssl.SSLError() if error.reason in _NO_TLS:
            what, advice = f"it does not speak TLS ({_reason(error)})", _OTHER_PROGRAM
        case ssl.SSLError():
            what = f"no agreement on TLS ({_reason(error)})"
            advice = "see which versions and ciphers of TLS the server takes"
        case _ if stage is Stage.TLS and isinstance(error, ConnectionError):
            what, advice = "it ended the connection instead of speaking TLS", _OTHER_PROGRAM
        case _:
            what, advice = _system(error)
    return ConnectError(stage, f"{place}: {what}", advice)


def _system(error: OSError) -> Advice:
    for kind, found in _PLACES.items():
        if isinstance(error, kind):
            return found
    return error.strerror or str(error), "see whether the network is there"


def _reason(error: ssl.SSLError) -> str:
    return (error.reason or str(error)).replace("_", " ").lower()
