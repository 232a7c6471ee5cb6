"""SCRAM: a proof that tells nobody the password, and the server's in return (RFC 5802, 7677).

The arithmetic is the library `scramp`'s; it is imported when it is needed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from piment.core.credentials import Credentials
from piment.core.mechanisms.base import Mechanism
from piment.errors import AuthError
from piment.limits import MOST_SCRAM_ITERATIONS

if TYPE_CHECKING:
    from scramp import ScramClient

_ITERATIONS = re.compile(r"(?:^|,)i=([0-9]{1,10})(?:,|$)")


class _Scram(Mechanism):
    """Two messages of ours, two of the server's."""

    def __init__(
        self, credentials: Credentials, *, is_secure: bool, nonce: str | None = None
    ) -> None:
        super().__init__(credentials, is_secure=is_secure)
        self._nonce = nonce
        self._client: ScramClient | None = None
        self._has_proven = False

    def begin(self) -> bytes:
        """Return the user name and a random number."""
        from scramp import ScramClient, ScramException

        password = self.credentials.password
        try:
            self._client = ScramClient([self.name], self.username, password, c_nonce=self._nonce)
            first: str = self._client.get_client_first()
        except ScramException as error:
            why = f"user name or password cannot be used with {self.name}: {error}"
            raise AuthError(why) from None
        return first.encode()

    def answer(self, challenge: bytes) -> bytes | None:
        """Return the proof; then take the server's."""
        from scramp import ScramException

        assert self._client is not None  # noqa: S101 - the dialogue begins with `begin`
        try:
            text = challenge.decode()
            if self._has_proven:
                self._client.set_server_final(text)
                self.is_done = True
                return None
            self._check_work(text)
            self._client.set_server_first(text)
            final: str = self._client.get_client_final()
        except (ScramException, ValueError) as error:
            raise AuthError(f"{self.name}: {error}") from None
        self._has_proven = True
        return final.encode()

    def _check_work(self, text: str) -> None:
        match = _ITERATIONS.search(text)
        if match is not None and int(match[1]) > MOST_SCRAM_ITERATIONS:
            why = f"{match[1]} iterations are over the limit {MOST_SCRAM_ITERATIONS}"
            raise AuthError(f"{self.name}: {why}")


class ScramSha1(_Scram):
    """With SHA-1."""

    name = "SCRAM-SHA-1"


class ScramSha256(_Scram):
    """With SHA-256."""

    name = "SCRAM-SHA-256"


class ScramSha512(_Scram):
    """With SHA-512."""

    name = "SCRAM-SHA-512"
