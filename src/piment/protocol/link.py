"""The link stage: what is said before messages flow (wire.md 2)."""

from __future__ import annotations

import struct
from typing import Annotated

from piment.limits import MOST_CAPABILITY_WORDS
from piment.record import Record
from piment.wire import Enum32, Struct, WireError, exactly, u8, u32

MAGIC = b"REDQ"
VERSION_MAJOR = 2
VERSION_MINOR = 2

PUBLIC_KEY_SIZE = 162
"""Bytes of the DER form of a 1024-bit RSA key."""

MECHANISM_SIZE = 4
"""Bytes of an `AuthMechanism`, which travels alone."""

RESULT_SIZE = 4
"""Bytes of a link result: a `LinkErr`, which travels alone."""


class LinkErr(Enum32):
    """How the link stage ended (wire.md 2.4)."""

    OK = 0
    ERROR = 1
    INVALID_MAGIC = 2
    INVALID_DATA = 3
    VERSION_MISMATCH = 4
    NEED_SECURED = 5
    NEED_UNSECURED = 6
    PERMISSION_DENIED = 7
    BAD_CONNECTION_ID = 8
    CHANNEL_NOT_AVAILABLE = 9


class AuthMechanism(Enum32):
    """How the client proves who it is (wire.md 2.7)."""

    SPICE = 1
    SASL = 2


class LinkHeader(Struct):
    """SpiceLinkHeader: stands before both link messages."""

    magic: Annotated[bytes, exactly(len(MAGIC))]
    major_version: u32
    minor_version: u32
    size: u32
    """Bytes of the link message, capability words included."""


class LinkMessHead(Struct):
    """The fixed part of SpiceLinkMess."""

    connection_id: u32
    channel_type: u8
    channel_id: u8
    num_common_caps: u32
    num_channel_caps: u32
    caps_offset: u32


class LinkReplyHead(Struct):
    """The fixed part of SpiceLinkReply."""

    error: LinkErr
    pub_key: Annotated[bytes, exactly(PUBLIC_KEY_SIZE)]
    num_common_caps: u32
    num_channel_caps: u32
    caps_offset: u32


LINK_HEADER_SIZE = 16
LINK_MESS_SIZE = 18
LINK_REPLY_SIZE = 178


class LinkMess(Record):
    """SpiceLinkMess: which channel the client wants, and what it can do there."""

    connection_id: int
    """0 for a new session, else the session's id."""
    channel_type: int
    channel_id: int
    common_caps: list[int]
    channel_caps: list[int]

    def pack(self) -> bytes:
        """Return the bytes of this value, the capability words right behind the fixed part.

        Raises:
            WireError: a field holds what its bytes cannot.

        """
        head = LinkMessHead(
            self.connection_id,
            self.channel_type,
            self.channel_id,
            len(self.common_caps),
            len(self.channel_caps),
            LINK_MESS_SIZE,
        )
        return head.pack() + _pack_words("LinkMess", self.common_caps, self.channel_caps)

    @classmethod
    def unpack(cls, data: bytes) -> LinkMess:
        """Return the value of exactly these bytes, wherever in them the words stand.

        Raises:
            WireError: the bytes do not fit.

        """
        _check_size("LinkMess", data, LINK_MESS_SIZE)
        head = LinkMessHead.unpack(data[:LINK_MESS_SIZE])
        common, channel = _unpack_words("LinkMess", head, data, LINK_MESS_SIZE)
        return cls(head.connection_id, head.channel_type, head.channel_id, common, channel)


class LinkReply(Record):
    """SpiceLinkReply: whether the channel can be had, and what the server can do there."""

    error: LinkErr
    pub_key: bytes
    """DER SubjectPublicKeyInfo of the key that seals the ticket; zeros in a refusal."""
    common_caps: list[int]
    channel_caps: list[int]

    @classmethod
    def refusal(cls, error: LinkErr) -> LinkReply:
        """Return a reply that says nothing but `error`."""
        return cls(error, bytes(PUBLIC_KEY_SIZE), [], [])

    def pack(self) -> bytes:
        """Return the bytes of this value, the capability words right behind the fixed part.

        Raises:
            WireError: a field holds what its bytes cannot.

        """
        head = LinkReplyHead(
            self.error,
            self.pub_key,
            len(self.common_caps),
            len(self.channel_caps),
            LINK_REPLY_SIZE if self.error is LinkErr.OK else 0,
        )
        return head.pack() + _pack_words("LinkReply", self.common_caps, self.channel_caps)

    @classmethod
    def unpack(cls, data: bytes) -> LinkReply:
        """Return the value of exactly these bytes, wherever in them the words stand.

        Raises:
            WireError: the bytes do not fit.

        """
        _check_size("LinkReply", data, LINK_REPLY_SIZE)
        head = LinkReplyHead.unpack(data[:LINK_REPLY_SIZE])
        if head.error is not LinkErr.OK:
            return cls.refusal(head.error)
        common, channel = _unpack_words("LinkReply", head, data, LINK_REPLY_SIZE)
        return cls(head.error, head.pub_key, common, channel)


def _check_size(where: str, data: bytes, size: int) -> None:
    if len(data) < size:
        raise WireError(where, f"needs {size} bytes, {len(data)} left")


def _pack_words(where: str, common: list[int], channel: list[int]) -> bytes:
    for name, words in (("common_caps", common), ("channel_caps", channel)):
        if len(words) > MOST_CAPABILITY_WORDS:
            why = f"{len(words)} is over the limit {MOST_CAPABILITY_WORDS}"
            raise WireError(f"{where}.{name}", why)
    try:
        return struct.pack(f"<{len(common) + len(channel)}I", *common, *channel)
    except struct.error as error:
        raise WireError(f"{where}.common_caps", str(error)) from None


def _unpack_words(
    where: str, head: LinkMessHead | LinkReplyHead, data: bytes, size: int
) -> tuple[list[int], list[int]]:
    """Return the words of both kinds; wire.md 2.4 says which offsets are in order."""
    for count in (head.num_common_caps, head.num_channel_caps):
        if count > MOST_CAPABILITY_WORDS:
            raise WireError(where, f"{count} words are over the limit {MOST_CAPABILITY_WORDS}")
    total = head.num_common_caps + head.num_channel_caps
    if not size <= head.caps_offset <= len(data) - 4 * total:
        why = f"offset {head.caps_offset} of {total} words, the message has {len(data)} bytes"
        raise WireError(f"{where}.caps_offset", why)
    words = list(struct.unpack_from(f"<{total}I", data, head.caps_offset))
    return words[: head.num_common_caps], words[head.num_common_caps :]
