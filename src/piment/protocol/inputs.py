"""The inputs channel: keyboard and mouse (wire.md 8)."""

from __future__ import annotations

from typing import Annotated

from piment.limits import MOST_SCANCODE_BYTES
from piment.protocol.channel import Message, inputs
from piment.wire import Enum8, Flags16, i32, rest, u8, u32


class KeyboardModifierFlags(Flags16):
    """The locks of a keyboard."""

    SCROLL_LOCK = 1
    NUM_LOCK = 2
    CAPS_LOCK = 4


class MouseButton(Enum8):
    """The button that changed; UP and DOWN are the wheel."""

    INVALID = 0
    LEFT = 1
    MIDDLE = 2
    RIGHT = 3
    UP = 4
    DOWN = 5
    SIDE = 6
    EXTRA = 7


class MouseButtonMask(Flags16):
    """The buttons that are held."""

    LEFT = 1
    MIDDLE = 2
    RIGHT = 4
    UP = 8
    DOWN = 16
    SIDE = 32
    EXTRA = 64


# --- server -> client ----------------------------------------------------------------------------


@inputs.from_server(101)
class Init(Message):
    """First message: the guest's locks."""

    keyboard_modifiers: KeyboardModifierFlags


@inputs.from_server(102)
@inputs.from_client(103)
class KeyModifiers(Message):
    """Server: the guest's locks changed. Client: the locks that it wants (wire.md 8.4)."""

    modifiers: KeyboardModifierFlags


@inputs.from_server(111)
class MouseMotionAck(Message):
    """Four motions or positions have arrived (wire.md 8.3)."""


# --- client -> server ----------------------------------------------------------------------------


@inputs.from_client(101)
class KeyDown(Message):
    """A key goes down; up to four scancode bytes, the first one lowest (wire.md 8.2)."""

    code: u32


@inputs.from_client(102)
class KeyUp(Message):
    """A key goes up; the scancode has its release bit set."""

    code: u32


@inputs.from_client(104)
class KeyScancode(Message):
    """Raw scancode bytes, for servers with KEY_SCANCODE."""

    codes: Annotated[bytes, rest(MOST_SCANCODE_BYTES)]


@inputs.from_client(111)
class MouseMotion(Message):
    """The pointer moves by this much; honoured in mouse mode SERVER."""

    dx: i32
    dy: i32
    buttons_state: MouseButtonMask


@inputs.from_client(112)
class MousePosition(Message):
    """The pointer is here; honoured in mouse mode CLIENT."""

    x: u32
    y: u32
    buttons_state: MouseButtonMask
    display_id: u8


@inputs.from_client(113)
class MousePress(Message):
    """A button goes down; `buttons_state` includes it."""

    button: MouseButton
    buttons_state: MouseButtonMask


@inputs.from_client(114)
class MouseRelease(Message):
    """A button goes up; `buttons_state` does not include it."""

    button: MouseButton
    buttons_state: MouseButtonMask
