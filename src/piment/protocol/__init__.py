"""What the specification says and nothing else: every message, declared once.

Importing the package declares all messages, so that `channel.CHANNELS` is complete.
"""

from piment.protocol import (
    agent,
    common,
    cursor,
    display,
    draw,
    framing,
    image,
    inputs,
    link,
    main,
    playback,
    port,
    record,
    smartcard,
    spicevmc,
    stream_device,
    webdav,
)

__all__ = [
    "agent",
    "common",
    "cursor",
    "display",
    "draw",
    "framing",
    "image",
    "inputs",
    "link",
    "main",
    "playback",
    "port",
    "record",
    "smartcard",
    "spicevmc",
    "stream_device",
    "webdav",
]
