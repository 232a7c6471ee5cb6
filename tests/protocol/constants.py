"""The numbers of the specification, and which of our classes have them.

`constants.json` is the specification's own list.
"""

from __future__ import annotations

import enum
import json
import re
from pathlib import Path
from typing import Any

from piment.protocol import (
    agent,
    capabilities,
    common,
    cursor,
    display,
    draw,
    image,
    inputs,
    link,
    main,
    playback,
    smartcard,
    spicevmc,
    stream_device,
)
from piment.protocol import port as port_channel

CONSTANTS: dict[str, Any] = json.loads(Path(__file__).with_name("constants.json").read_text())

ENUMS: dict[str, type[enum.IntEnum]] = {
    "link_err": link.LinkErr,
    "warn_code": common.WarnCode,
    "info_code": common.InfoCode,
    "notify_severity": common.NotifySeverity,
    "notify_visibility": common.NotifyVisibility,
    "data_compression_type": spicevmc.DataCompressionType,
    "clip_type": draw.ClipType,
    "video_codec_type": display.VideoCodecType,
    "brush_type": draw.BrushType,
    "image_type": image.ImageType,
    "image_compression": image.ImageCompression,
    "bitmap_fmt": image.BitmapFmt,
    "image_scale_mode": image.ImageScaleMode,
    "surface_fmt": display.SurfaceFmt,
    "resource_type": display.ResourceType,
    "mouse_button": inputs.MouseButton,
    "cursor_type": cursor.CursorType,
    "audio_data_mode": playback.AudioDataMode,
    "audio_fmt": playback.AudioFmt,
    "vsc_message_type": smartcard.VscMessageType,
}

FLAGS: dict[str, type[enum.IntFlag]] = {
    "migrate_flags": common.MigrateFlags,
    "composite_flags": draw.CompositeFlags,
    "mouse_mode": main.MouseModeFlags,
    "path_flags": draw.PathFlags,
    "stream_flags": display.StreamFlags,
    "mask_flags": draw.MaskFlags,
    "image_flags": image.ImageFlags,
    "bitmap_flags": image.BitmapFlags,
    "jpeg_alpha_flags": image.JpegAlphaFlags,
    "ropd": draw.Ropd,
    "line_flags": draw.LineFlags,
    "string_flags": draw.StringFlags,
    "surface_flags": display.SurfaceFlags,
    "alpha_flags": draw.AlphaFlags,
    "gl_scanout_flags": display.GlScanoutFlags,
    "keyboard_modifier_flags": inputs.KeyboardModifierFlags,
    "mouse_button_mask": inputs.MouseButtonMask,
    "cursor_flags": cursor.CursorFlags,
}

CAPABILITIES: dict[str, type[enum.IntEnum] | None] = {
    "common": capabilities.CommonCap,
    "main": capabilities.MainCap,
    "display": capabilities.DisplayCap,
    "inputs": capabilities.InputsCap,
    "playback": capabilities.PlaybackCap,
    "record": capabilities.RecordCap,
    "spicevmc": capabilities.SpiceVmcCap,
    "cursor": None,
    "smartcard": None,
}

# The prefix that the members leave out.
AGENT: dict[str, tuple[type[enum.IntEnum] | type[enum.IntFlag], str]] = {
    "chunk_port": (agent.ChunkPort, "VDP_"),
    "message_type": (agent.MessageType, "VD_AGENT_"),
    "file_xfer_status": (agent.FileXferResult, "VD_AGENT_FILE_XFER_STATUS_"),
    "file_xfer_status_error_type": (
        agent.FileXferErrorType,
        "VD_AGENT_FILE_XFER_STATUS_ERROR_",
    ),
    "monitors_config_flags": (agent.MonitorsConfigFlags, "VD_AGENT_CONFIG_MONITORS_FLAG_"),
    "display_config_flags": (agent.DisplayConfigFlags, "VD_AGENT_DISPLAY_CONFIG_FLAG_"),
    "reply_error": (agent.ReplyError, "VD_AGENT_"),
    "clipboard_type": (agent.ClipboardType, "VD_AGENT_CLIPBOARD_"),
    "clipboard_selection": (agent.ClipboardSelection, "VD_AGENT_CLIPBOARD_SELECTION_"),
    "capability": (agent.AgentCap, "VD_AGENT_CAP_"),
    "button_mask": (agent.ButtonMask, "VD_AGENT_"),
}

STREAM_DEVICE: dict[str, tuple[type[enum.IntEnum], str]] = {
    "message_type": (stream_device.StreamType, "STREAM_TYPE_"),
    "capability": (stream_device.StreamCap, "STREAM_CAP_"),
}

# Numbers that only say where a list ends.
END_MARKS = {
    "base_last",
    "VDP_END_PORT",
    "VD_AGENT_END_MESSAGE",
    "VD_AGENT_END_CAP",
    "STREAM_CAP_END",
}

# Stated in the text of the specification only.
IN_TEXT = {link.AuthMechanism, smartcard.VscErrorCode, port_channel.PortEvent}


def members(cls: type[enum.IntEnum] | type[enum.IntFlag] | None) -> dict[str, int]:
    """Return the members by the names that the specification gives them."""
    if cls is None:
        return {}
    return {name.removeprefix("FMT_"): member.value for name, member in cls.__members__.items()}


def without_ends(numbers: dict[str, int], prefix: str = "") -> dict[str, int]:
    """Return the numbers of a list, named without `prefix`."""
    return {
        name.removeprefix(prefix): number
        for name, number in numbers.items()
        if name not in END_MARKS
    }


def specified_name(cls: type) -> str:
    """Return the name that the specification gives a class: `draw_fill` for DrawFill."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
