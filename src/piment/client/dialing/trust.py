"""Whom a client believes to be the server (wire.md 2.11)."""

from __future__ import annotations

import re
import ssl

from piment.client.dialing.subject import Subject
from piment.client.target import Target
from piment.errors import ConnectError, Stage
from piment.transport import tls
from piment.transport.tls import TlsTransport

_NAME = re.compile(r"[^.:%\s]{1,63}(?:\.[^.:%\s]{1,63})*\.?")
"""Names that can be told in a handshake; numbers never are."""


class Trust:
    """The authorities of a target, and the name or subject that a certificate must have.

    Raises:
        ConnectError: the authorities or the ciphers cannot be used.
        TargetError: the subject cannot be read.

    """

    def __init__(self, target: Target) -> None:
        self._subject = None if target.host_subject is None else Subject.parse(target.host_subject)
        try:
            self.context = tls.client_context(target.ca)
        except tls.CertificateError as error:
            advice = "give the authority's certificate whole, from BEGIN to END"
            raise ConnectError(Stage.TLS, str(error), advice) from error
        # The subject stands for the name: such certificates are made for no host in particular.
        self.context.check_hostname = self._subject is None
        if target.tls_ciphers is not None:
            _set_ciphers(self.context, target.tls_ciphers)

    def server_name(self, host: str) -> str | None:
        """Return what to call the server in the handshake; None: nothing.

        Where the subject counts, the host may be something that only a proxy understands.
        """
        if self._subject is not None and not _NAME.fullmatch(host):
            return None
        return host.partition("%")[0]  # the zone of an IPv6 address says nothing to others

    def check(self, transport: TlsTransport) -> None:
        """Compare the certificate that the server has shown with the expected subject.

        Raises:
            ConnectError: it is another one.

        """
        if self._subject is None:
            return
        shown = Subject.of_names(transport.certificate.get("subject", ()))
        if shown != self._subject:
            raise ConnectError(
                Stage.TLS,
                f"the server's certificate is for {shown}, not for {self._subject}",
                "if this is the right server, correct the host subject",
            )


def _set_ciphers(context: ssl.SSLContext, ciphers: str) -> None:
    try:
        context.set_ciphers(ciphers)
    except ssl.SSLError:
        raise ConnectError(
            Stage.TLS,
            f"no cipher is known by the names {ciphers!r}",
            "write a list in OpenSSL's notation, such as DEFAULT or HIGH:!aNULL",
        ) from None
