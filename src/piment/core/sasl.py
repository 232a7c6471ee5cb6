"""The SASL dialogue of the link stage, the client's side (wire.md 2.9): a table of states.

What the mechanism says is wrapped in lengths; the mechanisms themselves are in `mechanisms/`.
"""

from __future__ import annotations

import enum
import struct

from piment import limits
from piment.core.credentials import Credentials
from piment.core.machine import Machine, Step
from piment.core.mechanisms.base import Mechanism, SecurityLayer
from piment.errors import AuthError
from piment.protocol import link

LENGTH_BYTES = 4
ACCEPTED = 0


class SaslState(enum.Enum):
    """What the server is to say next."""

    LIST_SIZE = "size of its list of mechanisms"
    LIST = "list of mechanisms"
    CHALLENGE_SIZE = "size of its answer"
    CHALLENGE = "answer"
    COMPLETE = "whether it has seen enough"
    VERDICT = "verdict"
    REASON_SIZE = "size of its reason"
    REASON = "reason"
    DONE = "nothing"


def _step(method: str, *leads_to: SaslState) -> Step[SaslState]:
    return Step(method, frozenset(leads_to))


TABLE = {
    SaslState.LIST_SIZE: _step("_take_list_size", SaslState.LIST),
    SaslState.LIST: _step("_take_list", SaslState.CHALLENGE_SIZE),
    SaslState.CHALLENGE_SIZE: _step("_take_challenge_size", SaslState.CHALLENGE),
    SaslState.CHALLENGE: _step("_take_challenge", SaslState.COMPLETE),
    SaslState.COMPLETE: _step("_take_complete", SaslState.CHALLENGE_SIZE, SaslState.VERDICT),
    SaslState.VERDICT: _step("_take_verdict", SaslState.REASON_SIZE, SaslState.DONE),
    SaslState.REASON_SIZE: _step("_take_reason_size", SaslState.REASON),
    SaslState.REASON: _step("_take_reason"),
}


class SaslClient(Machine[SaslState]):
    """Takes what the server says, piece by piece; `take` fails once we cannot be let in."""

    def __init__(self, credentials: Credentials, *, is_secure: bool) -> None:
        super().__init__(TABLE, SaslState.LIST_SIZE, LENGTH_BYTES)
        self._credentials = credentials
        self._is_secure = is_secure
        self._mechanism: Mechanism | None = None
        self._challenge: bytes | None = None
        self._output = b""

    @property
    def layer(self) -> SecurityLayer | None:
        """What all that follows is wrapped in."""
        return None if self._mechanism is None else self._mechanism.layer

    @property
    def has_answered(self) -> bool:
        """Whether the server has got words of ours to judge."""
        return self._mechanism is not None

    def take(self, data: bytes) -> bytes:
        """Take the bytes that are `needed`; return what is to be sent.

        Raises:
            AuthError: the server refuses us, or does not convince, or breaks the dialogue.

        """
        self._output = b""
        self._advance(data)
        return self._output

    def _take_list_size(self, data: bytes) -> tuple[SaslState, int]:
        if data == link.MAGIC:
            raise AuthError("the server refuses to talk about SASL")
        return SaslState.LIST, _size("list of mechanisms", data, limits.MOST_SASL_LIST_BYTES)

    def _take_list(self, data: bytes) -> tuple[SaslState, int]:
        from piment.core.mechanisms.choice import choose  # few servers ask by SASL

        names = [name for name in data.decode("ascii", "replace").split(",") if name]
        mechanism = choose(names, self._credentials, is_secure=self._is_secure)
        first = mechanism.begin()
        name = mechanism.name.encode()
        self._output = struct.pack("<I", len(name)) + name + _said(first)
        self._mechanism = mechanism
        return SaslState.CHALLENGE_SIZE, LENGTH_BYTES

    def _take_challenge_size(self, data: bytes) -> tuple[SaslState, int]:
        if data == link.MAGIC:
            raise AuthError(f"the server refuses {self._chosen.name}, which it has offered")
        return SaslState.CHALLENGE, _size("answer", data, limits.MOST_SASL_STEP_BYTES)

    def _take_challenge(self, data: bytes) -> tuple[SaslState, int]:
        self._challenge = data[:-1] if data else None  # without its zero byte
        return SaslState.COMPLETE, 1

    def _take_complete(self, data: bytes) -> tuple[SaslState, int]:
        if data == b"\0":
            self._output = _said(self._chosen.answer(self._challenge or b""))
            return SaslState.CHALLENGE_SIZE, LENGTH_BYTES
        if not self._chosen.is_done:
            self._chosen.answer(self._challenge or b"")
        if not self._chosen.is_done:
            raise AuthError(f"{self._chosen.name}: the server has not proven that it knows us")
        return SaslState.VERDICT, LENGTH_BYTES

    def _take_verdict(self, data: bytes) -> tuple[SaslState, int]:
        if int.from_bytes(data, "little") == ACCEPTED:
            return SaslState.DONE, 0
        return SaslState.REASON_SIZE, LENGTH_BYTES

    def _take_reason_size(self, data: bytes) -> tuple[SaslState, int]:
        return SaslState.REASON, _size("reason", data, limits.MOST_SASL_REASON_BYTES)

    def _take_reason(self, data: bytes) -> tuple[SaslState, int]:
        why = data.rstrip(b"\0").decode("utf-8", "replace")
        raise AuthError(f"the server says: {why}")

    @property
    def _chosen(self) -> Mechanism:
        assert self._mechanism is not None  # noqa: S101 - the table leads here through LIST
        return self._mechanism


def _size(what: str, data: bytes, most: int) -> int:
    size = int.from_bytes(data, "little")
    if size > most:
        raise AuthError(f"the server's {what} has {size} bytes, allowed are {most}")
    return size


def _said(words: bytes | None) -> bytes:
    """Return what a mechanism says as it travels: nothing is something else than empty words."""
    if words is None:
        return bytes(LENGTH_BYTES)
    return struct.pack("<I", len(words) + 1) + words + b"\0"
