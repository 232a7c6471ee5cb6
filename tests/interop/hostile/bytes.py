"""Bytes that a hostile peer sends: valid ones, damaged in the ways that break parsers."""

from __future__ import annotations

import random

from piment.protocol import channel, common, display, inputs, main
from piment.protocol.capabilities import Capabilities, CommonCap, DisplayCap, MainCap
from piment.protocol.channel import Channel, Message, Side
from piment.protocol.display import VideoCodecType
from piment.protocol.framing import MiniDataHeader
from piment.protocol.image import ImageCompression
from piment.protocol.inputs import KeyboardModifierFlags, MouseButton, MouseButtonMask
from piment.protocol.link import (
    MAGIC,
    VERSION_MAJOR,
    VERSION_MINOR,
    LinkHeader,
    LinkMess,
)
from piment.protocol.main import MouseModeFlags

COMMON = Capabilities([CommonCap.PROTOCOL_AUTH_SELECTION, CommonCap.MINI_HEADER])
EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF)

SAMPLES: dict[Channel, list[Message]] = {
    channel.main: [
        main.AttachChannels(),
        main.MouseModeRequest(mode=MouseModeFlags.CLIENT),
        main.AgentStart(num_tokens=10),
        main.AgentData(data=bytes(64)),
        main.AgentToken(num_tokens=5),
        main.MigrateConnected(),
        main.MigrateEnd(),
    ],
    channel.display: [
        display.Init(
            pixmap_cache_id=1,
            pixmap_cache_size=1 << 20,
            glz_dictionary_id=1,
            glz_dictionary_window_size=1 << 20,
        ),
        display.PreferredCompression(image_compression=ImageCompression.LZ),
        display.PreferredVideoCodecType(codecs=bytes([VideoCodecType.MJPEG])),
        display.StreamReport(1, 1, 0, 40, 5, 0, 3, 0),
        display.GlDrawDone(),
    ],
    channel.inputs: [
        inputs.KeyDown(code=0x1E),
        inputs.KeyUp(code=0x9E),
        inputs.KeyScancode(codes=b"\xe0\x4d\xe0\xcd"),
        inputs.KeyModifiers(modifiers=KeyboardModifierFlags.CAPS_LOCK),
        inputs.MouseMotion(dx=1, dy=-1, buttons_state=MouseButtonMask(0)),
        inputs.MousePosition(x=9, y=9, buttons_state=MouseButtonMask(0), display_id=0),
        inputs.MousePress(button=MouseButton.LEFT, buttons_state=MouseButtonMask.LEFT),
        inputs.MouseRelease(button=MouseButton.LEFT, buttons_state=MouseButtonMask(0)),
    ],
    channel.cursor: [],
}
COMMON_SAMPLES: list[Message] = [
    common.AckSync(generation=1),
    common.Ack(),
    common.Pong(id=1, timestamp=0),
    common.MigrateFlushMark(),
    common.MigrateData(data=bytes(40)),
]


def damaged(rng: random.Random, data: bytes) -> bytes:
    """Return `data` with one to three wounds."""
    buffer = bytearray(data)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(buffer) + 1)
        match rng.randrange(6):
            case 0 if buffer:
                buffer[at % len(buffer)] ^= 1 << rng.randrange(8)
            case 1:
                del buffer[at:]
            case 2:
                buffer[at:at] = rng.randbytes(rng.randint(1, 16))
            case 3:
                buffer[at : at + 4] = rng.choice(EXTREMES).to_bytes(4, "little")
            case 4:
                del buffer[at : at + rng.randint(1, 8)]
            case _:
                buffer += rng.randbytes(rng.randint(1, 64))
    return bytes(buffer)


def link_bytes(channel_type: int, connection_id: int = 0) -> bytes:
    """Return a good link message."""
    capabilities = {
        channel.main.number: Capabilities([MainCap.NAME_AND_UUID]),
        channel.display.number: Capabilities([DisplayCap.MONITORS_CONFIG]),
    }
    body = LinkMess(
        connection_id=connection_id,
        channel_type=channel_type,
        channel_id=0,
        common_caps=COMMON.words,
        channel_caps=capabilities.get(channel_type, Capabilities()).words,
    ).pack()
    header = LinkHeader(
        magic=MAGIC, major_version=VERSION_MAJOR, minor_version=VERSION_MINOR, size=len(body)
    )
    return header.pack() + body


def hostile_link(rng: random.Random) -> bytes:
    """Return what is no good link message, and often looks like one."""
    match rng.randrange(4):
        case 0:
            return rng.randbytes(rng.randint(0, 200))
        case 1:
            return MAGIC + rng.randbytes(rng.randint(0, 200))
        case 2:
            request = b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n"
            return damaged(rng, request)
        case _:
            return damaged(rng, link_bytes(rng.randrange(12), rng.choice(EXTREMES)))


def hostile_message(rng: random.Random, kind: Channel) -> bytes:
    """Return a framed message of a client, damaged at some place or other."""
    message = rng.choice(SAMPLES[kind] + COMMON_SAMPLES)
    number = kind.number_of(type(message), Side.CLIENT)
    body = message.pack()
    if rng.random() < 0.7:
        body = damaged(rng, body)
    framed = MiniDataHeader(type=number, size=len(body)).pack() + body
    return damaged(rng, framed) if rng.random() < 0.15 else framed
