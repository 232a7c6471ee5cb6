"""DIGEST-MD5: the one mechanism that works without TLS, by a layer of its own (RFC 2831).

Its ciphers are weak by today's measure; it is here because servers without TLS ask for it.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping

from piment.core.credentials import Credentials
from piment.core.mechanisms import directives
from piment.core.mechanisms.base import Mechanism, encoded
from piment.core.mechanisms.sealing import CIPHERS, OVERHEAD_BYTES, Sealing, digest
from piment.errors import AuthError
from piment.limits import MOST_SASL_BUFFER_BYTES

SERVICE = "spice"
NONCE_BYTES = 18
"""Of randomness in our nonce: no need to fill up its base 64 form."""

_COUNT = "00000001"  # each nonce is used once
_AUTH, _CONFIDENTIAL = "auth", "auth-conf"
_USUAL_BUFFER_BYTES = 65536  # of a server that does not tell
_SIZE = re.compile("[0-9]{1,8}")
_NO_BODY = ":" + "0" * 32  # stands for the hash of a body that no protocol but HTTP has


class DigestMd5(Mechanism):
    """Answers one challenge, and checks what the server answers in return."""

    name = "DIGEST-MD5"
    has_layer = True

    def __init__(
        self,
        credentials: Credentials,
        *,
        is_secure: bool,
        nonce: str | None = None,
        service: str = SERVICE,
    ) -> None:
        super().__init__(credentials, is_secure=is_secure)
        self._quality = _AUTH if is_secure else _CONFIDENTIAL
        self._nonce = nonce or secrets.token_urlsafe(NONCE_BYTES)
        self._uri = f"{service}/{credentials.host}"
        self._expected: str | None = None
        self._sealing: Sealing | None = None

    def begin(self) -> None:
        """Return nothing: the server speaks first."""

    def answer(self, challenge: bytes) -> bytes | None:
        """Return the proof; then take the server's."""
        said = directives.read(challenge)
        if self._expected is None:
            return self._prove(said)
        if not hmac.compare_digest(said.get("rspauth", "").encode(), self._expected.encode()):
            raise AuthError("DIGEST-MD5: the server does not know the password")
        self.layer = self._sealing
        self.is_done = True
        return None

    def _prove(self, said: Mapping[str, str]) -> bytes:
        nonce, realm = said.get("nonce", ""), said.get("realm", "")
        if not nonce or said.get("algorithm") != "md5-sess":
            raise AuthError("DIGEST-MD5: the challenge has no nonce, or an unknown algorithm")
        if self._quality not in directives.words(said.get("qop", _AUTH)):
            raise AuthError(f"DIGEST-MD5: the server does not offer {self._quality}")
        encoding = "utf-8" if "charset" in said else "latin-1"
        session = self._session(realm, nonce)
        self._expected = self._response(session, nonce, "")
        proof = {
            "username": directives.quoted(self.username),
            "realm": directives.quoted(realm),
            "nonce": directives.quoted(nonce),
            "nc": _COUNT,
            "cnonce": directives.quoted(self._nonce),
            "qop": self._quality,
            "digest-uri": directives.quoted(self._uri),
            "response": self._response(session, nonce, "AUTHENTICATE"),
        }
        if "charset" in said:
            proof["charset"] = "utf-8"
        if self._quality == _CONFIDENTIAL:
            proof |= self._agree(said, session)
        return encoded(",".join(f"{key}={value}" for key, value in proof.items()), encoding)

    def _session(self, realm: str, nonce: str) -> bytes:
        """Return H(A1): what both sides know who know the password."""
        login = (self.username, realm, self.credentials.password)
        secret = digest(b":".join(map(_narrow, login)))
        return digest(b":".join((secret, nonce.encode(), self._nonce.encode())))

    def _response(self, session: bytes, nonce: str, method: str) -> str:
        """Return the proof of the client (method AUTHENTICATE) or of the server (no method)."""
        body = _NO_BODY if self._quality == _CONFIDENTIAL else ""
        done = digest(f"{method}:{self._uri}{body}".encode()).hex()
        parts = (session.hex(), nonce, _COUNT, self._nonce, self._quality, done)
        return digest(":".join(parts).encode()).hex()

    def _agree(self, said: Mapping[str, str], session: bytes) -> dict[str, str]:
        """Choose a cipher, and tell the server."""
        offered = directives.words(said.get("cipher", ""))
        name = next((name for name in CIPHERS if name in offered), None)
        if name is None:
            raise AuthError(f"DIGEST-MD5: none of the ciphers {', '.join(offered)} will do")
        text = said.get("maxbuf", str(_USUAL_BUFFER_BYTES))
        if not _SIZE.fullmatch(text) or int(text) <= OVERHEAD_BYTES:
            raise AuthError(f"DIGEST-MD5: the server takes buffers of {text} bytes only")
        self._sealing = Sealing(name, session, int(text))
        return {"cipher": name, "maxbuf": str(MOST_SASL_BUFFER_BYTES)}


def _narrow(text: str) -> bytes:
    """Return ISO 8859-1 where it has all characters, else UTF-8: so says RFC 2831, 2.1.2.1."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return encoded(text)
