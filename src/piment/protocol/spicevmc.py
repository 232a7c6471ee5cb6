"""Streams of bytes between a device and the client: usbredir, port and webdav (wire.md 11)."""

from __future__ import annotations

from typing import Annotated

from piment.limits import MOST_STREAM_BYTES
from piment.protocol.channel import Message, spicevmc
from piment.wire import Enum8, rest, u32, when


class DataCompressionType(Enum8):
    """How bytes of a stream are compressed."""

    NONE = 0
    LZ4 = 1


@spicevmc.from_server(101)
@spicevmc.from_client(101)
class Data(Message):
    """Bytes of the stream; where a message ends means nothing."""

    data: Annotated[bytes, rest(MOST_STREAM_BYTES)]


@spicevmc.from_server(102)
@spicevmc.from_client(102)
class CompressedData(Message):
    """Compressed bytes of the stream, for peers with DATA_COMPRESS_LZ4.

    Type NONE has no size and must not be sent by clients.
    """

    type: DataCompressionType
    uncompressed_size: Annotated[int | None, when("type"), u32]
    compressed_data: Annotated[bytes, rest(MOST_STREAM_BYTES)]
