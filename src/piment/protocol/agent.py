"""What client, server and the guest's agent say to each other (agent.md 1-3, wire.md 13).

Two capabilities, once both sides have announced them, add fields to the clipboard messages:
CLIPBOARD_SELECTION a selection, CLIPBOARD_GRAB_SERIAL a serial to the grab. A `Dialect` says what
was agreed and which class reads each type. The forms of a message are subclasses of its bare form
and have the same fields: those that the dialect lacks are None.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeVar, cast

from piment.limits import (
    MOST_AGENT_CAPABILITY_WORDS,
    MOST_CLIPBOARD_BYTES,
    MOST_CLIPBOARD_TYPES,
    MOST_DISPLAY_DEVICES,
    MOST_FILE_BYTES,
    MOST_FILE_HEADER_BYTES,
    MOST_MONITORS,
    MOST_NAME_BYTES,
    MOST_STATUS_BYTES,
)
from piment.protocol.capabilities import Capabilities
from piment.wire import (
    Enum8,
    Enum32,
    Flags32,
    Struct,
    counted,
    i32,
    length_of,
    padding,
    rest,
    sized,
    u8,
    u16,
    u32,
    u64,
    when,
    zero_terminated,
)

PORT_NAME = b"com.redhat.spice.0"
PROTOCOL = 1
"""VD_AGENT_PROTOCOL: the only version of the message header."""

# --- enumerations --------------------------------------------------------------------------------


class ChunkPort(Enum32):
    """Who the agent talks to."""

    CLIENT_PORT = 1
    SERVER_PORT = 2


class MessageType(Enum32):
    """The type of a message."""

    MOUSE_STATE = 1
    MONITORS_CONFIG = 2
    REPLY = 3
    CLIPBOARD = 4
    DISPLAY_CONFIG = 5
    ANNOUNCE_CAPABILITIES = 6
    CLIPBOARD_GRAB = 7
    CLIPBOARD_REQUEST = 8
    CLIPBOARD_RELEASE = 9
    FILE_XFER_START = 10
    FILE_XFER_STATUS = 11
    FILE_XFER_DATA = 12
    CLIENT_DISCONNECTED = 13
    MAX_CLIPBOARD = 14
    AUDIO_VOLUME_SYNC = 15
    GRAPHICS_DEVICE_INFO = 16


class AgentCap(enum.IntEnum):
    """Capabilities of an agent, and of the client towards it."""

    MOUSE_STATE = 0
    MONITORS_CONFIG = 1
    REPLY = 2
    CLIPBOARD = 3
    DISPLAY_CONFIG = 4
    CLIPBOARD_BY_DEMAND = 5
    CLIPBOARD_SELECTION = 6
    SPARSE_MONITORS_CONFIG = 7
    GUEST_LINEEND_LF = 8
    GUEST_LINEEND_CRLF = 9
    MAX_CLIPBOARD = 10
    AUDIO_VOLUME_SYNC = 11
    MONITORS_CONFIG_POSITION = 12
    FILE_XFER_DISABLED = 13
    FILE_XFER_DETAILED_ERRORS = 14
    GRAPHICS_DEVICE_INFO = 15
    CLIPBOARD_NO_RELEASE_ON_REGRAB = 16
    CLIPBOARD_GRAB_SERIAL = 17


class ButtonMask(Flags32):
    """The buttons that are held: the mask of the inputs channel, shifted left by one."""

    LBUTTON_MASK = 0x02
    MBUTTON_MASK = 0x04
    RBUTTON_MASK = 0x08
    UBUTTON_MASK = 0x10
    DBUTTON_MASK = 0x20
    SBUTTON_MASK = 0x40
    EBUTTON_MASK = 0x80


class MonitorsConfigFlags(Flags32):
    """Which parts of a MONITORS_CONFIG count."""

    USE_POS = 1
    PHYSICAL_SIZE = 2


class DisplayConfigFlags(Flags32):
    """What a guest's desktop should do without."""

    DISABLE_WALLPAPER = 1
    DISABLE_FONT_SMOOTH = 2
    DISABLE_ANIMATION = 4
    SET_COLOR_DEPTH = 8


class ReplyError(Enum32):
    """How a request went."""

    SUCCESS = 1
    ERROR = 2


class ClipboardType(Enum32):
    """The content of a clipboard. Messages have plain integers: others may offer more."""

    NONE = 0
    UTF8_TEXT = 1
    IMAGE_PNG = 2
    IMAGE_BMP = 3
    IMAGE_TIFF = 4
    IMAGE_JPG = 5
    FILE_LIST = 6


class ClipboardSelection(Enum8):
    """Which of a desktop's clipboards."""

    CLIPBOARD = 0
    PRIMARY = 1
    SECONDARY = 2


class FileXferResult(Enum32):
    """file_xfer_status: how a file transfer stands."""

    CAN_SEND_DATA = 0
    CANCELLED = 1
    ERROR = 2
    SUCCESS = 3
    NOT_ENOUGH_SPACE = 4
    SESSION_LOCKED = 5
    VDAGENT_NOT_CONNECTED = 6
    DISABLED = 7


class FileXferErrorType(Enum8):
    """file_xfer_status_error_type: what the code of an ERROR means."""

    GLIB_IO = 0


# --- headers -------------------------------------------------------------------------------------


class VDIChunkHeader(Struct):
    """Stands before every piece between server and guest, never on the SPICE wire."""

    port: ChunkPort
    size: u32
    """Bytes of the piece."""


class VDAgentMessage(Struct):
    """Stands before every message; a piece holds all of it."""

    protocol: u32
    type: u32
    """A `MessageType`; unknown ones are to be passed on or ignored."""
    opaque: u64
    size: u32
    """Bytes of the message behind the header."""


HEADER_SIZE = 20
CHUNK_HEADER_SIZE = 8

# --- messages ------------------------------------------------------------------------------------


class AgentMessage(Struct):
    """Base of the messages."""

    number: ClassVar[MessageType]

    def framed(self) -> bytes:
        """Return the message behind its header.

        Raises:
            WireError: a field holds what its bytes cannot.

        """
        body = self.pack()
        return VDAgentMessage(PROTOCOL, self.number, 0, len(body)).pack() + body


M = TypeVar("M", bound=type[AgentMessage])

MESSAGES: dict[int, type[AgentMessage]] = {}
"""The messages by type, in the dialect of two sides that have agreed on nothing."""


def _message(number: MessageType) -> Callable[[M], M]:
    def declare(message: M) -> M:
        message.number = number
        MESSAGES[number] = message
        return message

    return declare


@_message(MessageType.MOUSE_STATE)
class MouseState(AgentMessage):
    """Server to agent: the pointer, relative to the display's corner."""

    x: u32
    y: u32
    buttons: ButtonMask
    display_id: u8


class MonConfig(Struct):
    """The size and place of a monitor in pixels; without a size it is disabled."""

    height: u32
    width: u32
    depth: u32
    x: i32
    y: i32


class MonitorMM(Struct):
    """The size of a monitor in millimetres; 0 if unknown."""

    height: u16
    width: u16


@_message(MessageType.MONITORS_CONFIG)
class MonitorsConfig(AgentMessage):
    """Client to agent: the monitors that the guest should have (agent.md 3.3)."""

    num_of_monitors: ClassVar = length_of("monitors", u32)
    flags: MonitorsConfigFlags
    monitors: Annotated[list[MonConfig], sized("num_of_monitors", MOST_MONITORS)]
    monitors_mm: Annotated[
        list[MonitorMM] | None,
        when("flags & MonitorsConfigFlags.PHYSICAL_SIZE"),
        sized("num_of_monitors", MOST_MONITORS),
    ] = None


@_message(MessageType.REPLY)
class Reply(AgentMessage):
    """Agent to client: how a request of that type went."""

    type: u32
    error: ReplyError


@_message(MessageType.DISPLAY_CONFIG)
class DisplayConfig(AgentMessage):
    """Client to agent: what the desktop should do without."""

    flags: DisplayConfigFlags
    depth: u32


@_message(MessageType.ANNOUNCE_CAPABILITIES)
class AnnounceCapabilities(AgentMessage):
    """What the sender can do (agent.md 3.1), and whether the peer should say the same."""

    request: u32
    caps: Annotated[list[u32], rest(MOST_AGENT_CAPABILITY_WORDS)]


@_message(MessageType.CLIPBOARD)
class Clipboard(AgentMessage):
    """The answer to a CLIPBOARD_REQUEST: what the clipboard holds."""

    has_selection: ClassVar[bool] = False
    selection: Annotated[ClipboardSelection | None, when("has_selection"), u8]
    reserved: ClassVar = padding(3, "has_selection")
    type: u32
    data: Annotated[bytes, rest(MOST_CLIPBOARD_BYTES)]


class SelectionClipboard(Clipboard):
    """CLIPBOARD with a selection."""

    has_selection: ClassVar[bool] = True


@_message(MessageType.CLIPBOARD_GRAB)
class ClipboardGrab(AgentMessage):
    """The sender's clipboard has new content, to be had in these types."""

    has_selection: ClassVar[bool] = False
    has_serial: ClassVar[bool] = False
    selection: Annotated[ClipboardSelection | None, when("has_selection"), u8]
    reserved: ClassVar = padding(3, "has_selection")
    serial: Annotated[int | None, when("has_serial"), u32]
    types: Annotated[list[u32], rest(MOST_CLIPBOARD_TYPES)]


class SelectionClipboardGrab(ClipboardGrab):
    """CLIPBOARD_GRAB with a selection."""

    has_selection: ClassVar[bool] = True


class SerialClipboardGrab(ClipboardGrab):
    """CLIPBOARD_GRAB with a serial."""

    has_serial: ClassVar[bool] = True


class SelectionSerialClipboardGrab(ClipboardGrab):
    """CLIPBOARD_GRAB with a selection and a serial."""

    has_selection: ClassVar[bool] = True
    has_serial: ClassVar[bool] = True


@_message(MessageType.CLIPBOARD_REQUEST)
class ClipboardRequest(AgentMessage):
    """Asks for the content of the clipboard in a type; there is always an answer."""

    has_selection: ClassVar[bool] = False
    selection: Annotated[ClipboardSelection | None, when("has_selection"), u8]
    reserved: ClassVar = padding(3, "has_selection")
    type: u32


class SelectionClipboardRequest(ClipboardRequest):
    """CLIPBOARD_REQUEST with a selection."""

    has_selection: ClassVar[bool] = True


@_message(MessageType.CLIPBOARD_RELEASE)
class ClipboardRelease(AgentMessage):
    """The sender's clipboard has become empty."""

    has_selection: ClassVar[bool] = False
    selection: Annotated[ClipboardSelection | None, when("has_selection"), u8]
    reserved: Annotated[bytes, rest(0)] = b""


class SelectionClipboardRelease(ClipboardRelease):
    """CLIPBOARD_RELEASE with a selection.

    The Linux agent leaves the three reserved bytes out (agent.md 5).
    """

    has_selection: ClassVar[bool] = True
    reserved: Annotated[bytes, rest(3)] = bytes(3)


@_message(MessageType.FILE_XFER_START)
class FileXferStart(AgentMessage):
    """Client to agent: a file comes; `data` is a text with its name and size (agent.md 3.7)."""

    id: u32
    data: Annotated[bytes, zero_terminated(), rest(MOST_FILE_HEADER_BYTES)]


class FileXferErrorDetail(Struct):
    """The detail of an ERROR."""

    error_type: FileXferErrorType
    error_code: u32


class FileXferSpaceDetail(Struct):
    """The detail of a NOT_ENOUGH_SPACE."""

    free: u64
    """Bytes."""


@_message(MessageType.FILE_XFER_STATUS)
class FileXferStatus(AgentMessage):
    """How a file transfer stands; details only for clients with FILE_XFER_DETAILED_ERRORS."""

    id: u32
    result: FileXferResult
    detail: Annotated[bytes, rest(MOST_STATUS_BYTES)] = b""


@_message(MessageType.FILE_XFER_DATA)
class FileXferData(AgentMessage):
    """Client to agent: bytes of a file; none for an empty file."""

    id: u32
    data: Annotated[bytes, counted(u64, MOST_FILE_BYTES)]


@_message(MessageType.CLIENT_DISCONNECTED)
class ClientDisconnected(AgentMessage):
    """Server to agent: the last client is gone."""


@_message(MessageType.MAX_CLIPBOARD)
class MaxClipboard(AgentMessage):
    """Client to agent: the most bytes that a CLIPBOARD may hold; -1 for any number."""

    max: i32


@_message(MessageType.AUDIO_VOLUME_SYNC)
class AudioVolumeSync(AgentMessage):
    """Client to agent: how loud it is there, per channel from 0 to 65535."""

    is_playback: u8
    mute: u8
    volume: Annotated[list[u16], counted(u8)]


class DeviceDisplayInfo(Struct):
    """The device that makes the picture of a display (agent.md 3.12)."""

    channel_id: u32
    monitor_id: u32
    device_display_id: u32
    """The output of the device."""
    device_address: Annotated[bytes, zero_terminated(), counted(u32, MOST_NAME_BYTES)]


@_message(MessageType.GRAPHICS_DEVICE_INFO)
class GraphicsDeviceInfo(AgentMessage):
    """Server to agent: the devices of all displays."""

    display_info: Annotated[list[DeviceDisplayInfo], counted(u32, MOST_DISPLAY_DEVICES)]


# --- dialects ------------------------------------------------------------------------------------

_SERIAL_FORMS: dict[type, Any] = {ClipboardGrab: SerialClipboardGrab}

_SELECTION_FORMS: dict[type, Any] = {
    Clipboard: SelectionClipboard,
    ClipboardGrab: SelectionClipboardGrab,
    SerialClipboardGrab: SelectionSerialClipboardGrab,
    ClipboardRequest: SelectionClipboardRequest,
    ClipboardRelease: SelectionClipboardRelease,
}

A = TypeVar("A", bound=AgentMessage)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What two sides have agreed on, as far as it changes bytes."""

    selection: bool = False
    serial: bool = False

    @classmethod
    def between(cls, ours: Capabilities, theirs: Capabilities) -> Dialect:
        """Return what both have announced."""
        both = ours & theirs
        return cls(
            selection=AgentCap.CLIPBOARD_SELECTION in both,
            serial=AgentCap.CLIPBOARD_GRAB_SERIAL in both,
        )

    def form(self, message: type[A]) -> type[A]:
        """Return the form that a message of `MESSAGES` has in this dialect."""
        form = _SERIAL_FORMS.get(message, message) if self.serial else message
        form = _SELECTION_FORMS.get(form, form) if self.selection else form
        return cast("type[A]", form)

    def messages(self) -> dict[int, type[AgentMessage]]:
        """Return all messages by type, each in its form."""
        return {number: self.form(message) for number, message in MESSAGES.items()}
