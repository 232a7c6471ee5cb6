"""The main channel: session, mouse mode, agent, migration (wire.md 5)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from piment.limits import (
    MOST_AGENT_PIECE_BYTES,
    MOST_CERTIFICATE_SUBJECT_BYTES,
    MOST_CHANNELS,
    MOST_NAME_BYTES,
    MOST_QUALITY_BYTES,
)
from piment.protocol.channel import Message, main
from piment.protocol.link import LinkErr
from piment.wire import (
    Flags16,
    Struct,
    counted,
    exactly,
    length_of,
    pointer,
    rest,
    sized,
    u8,
    u16,
    u32,
    u64,
    zero_terminated,
)


class MouseModeFlags(Flags16):
    """mouse_mode: who moves the guest's pointer (wire.md 5.4)."""

    SERVER = 1
    CLIENT = 2


class DstInfo(Struct):
    """Where a migration leads."""

    port: u16
    """0 or 0xffff: no plain port."""
    sport: u16
    """TLS port."""
    host_size: ClassVar = length_of("host_data", u32)
    host_data: Annotated[bytes, pointer(), zero_terminated(), sized("host_size", MOST_NAME_BYTES)]
    cert_subject_size: ClassVar = length_of("cert_subject_data", u32)
    cert_subject_data: Annotated[
        bytes | None,
        pointer(),
        zero_terminated(),
        sized("cert_subject_size", MOST_CERTIFICATE_SUBJECT_BYTES),
    ]


# --- server -> client ----------------------------------------------------------------------------


@main.from_server(101)
class MigrateBegin(Message):
    """Connect to the destination too, and answer MIGRATE_CONNECTED or an error."""

    dst_info: DstInfo


@main.from_server(102)
class MigrateCancel(Message):
    """The migration did not happen; drop the connections to its destination."""


@main.from_server(103)
class Init(Message):
    """First message of a session (wire.md 5.3)."""

    session_id: u32
    """The connection_id of the other channels' link messages."""
    display_channels_hint: u32
    supported_mouse_modes: Annotated[MouseModeFlags, u32]
    current_mouse_mode: Annotated[MouseModeFlags, u32]
    agent_connected: u32
    agent_tokens: u32
    """How many AGENT_DATA the client may send."""
    multi_media_time: u32
    """Milliseconds."""
    ram_hint: u32
    """Bytes of the video device's memory; clients size their GLZ window by it."""


class ChannelId(Struct):
    """A channel that can be connected."""

    type: u8
    id: u8


@main.from_server(104)
class ChannelsList(Message):
    """The answer to ATTACH_CHANNELS; later, channels that came to be. Main is not listed."""

    channels: Annotated[list[ChannelId], counted(u32, MOST_CHANNELS)]


@main.from_server(105)
class MouseMode(Message):
    """Which mouse modes there are, and the one that holds."""

    supported: MouseModeFlags
    current: MouseModeFlags


@main.from_server(106)
class MultiMediaTime(Message):
    """The multimedia clock shows this now (wire.md 5.5)."""

    mm_time: u32


@main.from_server(107)
class AgentConnected(Message):
    """The guest's agent is there; for clients without AGENT_CONNECTED_TOKENS."""


@main.from_server(108)
class AgentDisconnected(Message):
    """The guest's agent is gone."""

    error_code: LinkErr


@main.from_server(109)
@main.from_client(107)
class AgentData(Message):
    """A piece of the stream of agent messages; costs one token (wire.md 13)."""

    data: Annotated[bytes, rest(MOST_AGENT_PIECE_BYTES)]


@main.from_server(110)
@main.from_client(108)
class AgentToken(Message):
    """The peer may send this many more AGENT_DATA."""

    num_tokens: u32


@main.from_server(111)
class MigrateSwitchHost(Message):
    """Leave, and start a new session at the destination."""

    port: u16
    sport: u16
    host_size: ClassVar = length_of("host_data", u32)
    host_data: Annotated[
        bytes | None, pointer(), zero_terminated(), sized("host_size", MOST_NAME_BYTES)
    ]
    cert_subject_size: ClassVar = length_of("cert_subject_data", u32)
    cert_subject_data: Annotated[
        bytes | None,
        pointer(),
        zero_terminated(),
        sized("cert_subject_size", MOST_CERTIFICATE_SUBJECT_BYTES),
    ]


@main.from_server(112)
@main.from_client(109)
class MigrateEnd(Message):
    """Server: go over to the destination. Client, to the destination: here I am."""


@main.from_server(113)
class Name(Message):
    """The machine's name."""

    name: Annotated[bytes, zero_terminated(), counted(u32, MOST_NAME_BYTES)]


@main.from_server(114)
class Uuid(Message):
    """The machine's UUID."""

    uuid: Annotated[bytes, exactly(16)]


@main.from_server(115)
class AgentConnectedTokens(Message):
    """The guest's agent is there; the client's credit is now this, whatever it was."""

    num_tokens: u32


@main.from_server(116)
class MigrateBeginSeamless(Message):
    """MIGRATE_BEGIN of a migration that keeps the session's state."""

    dst_info: DstInfo
    src_mig_version: u32


@main.from_server(117)
class MigrateDstSeamlessAck(Message):
    """The destination can take the session over with its state."""


@main.from_server(118)
class MigrateDstSeamlessNack(Message):
    """The destination cannot; the client asks the source for the other way."""


# --- client -> server ----------------------------------------------------------------------------


@main.from_client(101)
class ClientInfo(Message):
    """How large the client's cache is; known clients never send it."""

    cache_size: u64


@main.from_client(102)
class MigrateConnected(Message):
    """To the source: the connections to the destination stand."""


@main.from_client(103)
class MigrateConnectError(Message):
    """To the source: the destination cannot be reached."""


@main.from_client(104)
class AttachChannels(Message):
    """Asks for CHANNELS_LIST."""


@main.from_client(105)
class MouseModeRequest(Message):
    """Asks for another mouse mode."""

    mode: MouseModeFlags


@main.from_client(106)
class AgentStart(Message):
    """The client talks to the agent; the server may send this many AGENT_DATA."""

    num_tokens: u32


@main.from_client(110)
class MigrateDstDoSeamless(Message):
    """To the destination: the session comes with its state."""

    src_version: u32


@main.from_client(111)
class MigrateConnectedSeamless(Message):
    """To the source: the destination takes the session over with its state."""


@main.from_client(112)
class QualityIndicator(Message):
    """How well the client keeps up; opaque, a newer addition."""

    data: Annotated[bytes, rest(MOST_QUALITY_BYTES)]
