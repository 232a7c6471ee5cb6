"""Opening a connection to an X server: finding it, being let in, greeting its extensions."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import xcffib
from xcffib import damage, randr, shm, xfixes, xinput, xkb, xtest
from xcffib.ffi import ffi

from piment.server.sources.base import SourceError

# How displays are locked.
AUTHORITY_NAME = b"MIT-MAGIC-COOKIE-1"

# How each extension wants to be greeted before it obeys, and with which version of it.
_GREETINGS: dict[str, tuple[ModuleType, str, tuple[int, ...]]] = {
    "DAMAGE": (damage, "QueryVersion", (1, 1)),
    "MIT-SHM": (shm, "QueryVersion", ()),
    "RANDR": (randr, "QueryVersion", (1, 3)),
    "XFIXES": (xfixes, "QueryVersion", (4, 0)),
    "XInputExtension": (xinput, "XIQueryVersion", (2, 2)),
    "XKEYBOARD": (xkb, "UseExtension", (1, 0)),
    "XTEST": (xtest, "GetVersion", (2, 2)),
}
_NEEDED = ("DAMAGE", "XFIXES", "XTEST")

# A display at the other end of a slow line answers two dozen questions in this time.
_TIMEOUT_S = 15.0

_REASONS = {
    xcffib.XCB_CONN_CLOSED_PARSE_ERR: "that is no name of a display, which looks like :0 or host:0",
    xcffib.XCB_CONN_CLOSED_INVALID_SCREEN: "the X server there has no such screen",
}
_OTHER_REASON = (
    "no X server runs there, or it does not let you in; look at the display's number, and whether "
    "XAUTHORITY names the authority file of the user whose display it is"
)


# xcffib says that it is typed, and is not.
_wrap: Any = xcffib.wrap
_xcb: Any = xcffib.lib


@dataclass(frozen=True, slots=True)
class Attached:
    """An open connection of xcffib's: `extensions` by their X names, and the screen meant."""

    x: Any
    screen: Any
    extensions: dict[str, Any]


async def attach(display: str | None, cookie: bytes | None = None) -> Attached:
    """Connect to `display`, or to the one that the environment names.

    `cookie` opens the display; without one, the user's authority file is looked into.

    Raises:
        SourceError: nobody answers, we are not let in, or the server lacks an extension.

    """
    label = display or "the display that DISPLAY names"
    try:
        # libxcb waits for the server here, and knows no other way.
        opening = _in_thread(lambda: _attach(display, cookie))
        return await asyncio.wait_for(opening, _TIMEOUT_S)
    except TimeoutError:
        raise SourceError(f"cannot open {label}: its X server does not answer") from None
    except xcffib.ConnectionException:
        raise SourceError(f"cannot open {label}: its X server broke off") from None
    except _RefusedError as error:
        raise SourceError(f"cannot open {label}: {error}") from None


class _RefusedError(Exception):
    """The reason why a display cannot be opened."""


def _attach(display: str | None, cookie: bytes | None) -> Attached:
    x, screen_number = _connect(display, cookie)
    questions = {name: x.core.QueryExtension(len(name), name) for name in _GREETINGS}
    present = {name for name, question in questions.items() if question.reply().present}
    if missing := [name for name in _NEEDED if name not in present]:
        x.disconnect()
        raise _RefusedError(f"the X server there lacks {', '.join(missing)}")
    extensions = {}
    for name in present:
        module, greeting, version = _GREETINGS[name]
        extensions[name] = x(module.key)
        getattr(extensions[name], greeting)(*version).reply()
    return Attached(x, x.setup.roots[screen_number], extensions)


def _connect(display: str | None, cookie: bytes | None) -> tuple[Any, int]:
    # Not by xcffib's own class: it frees the cookie before libxcb has read it.
    name = ffi.NULL if display is None else ffi.new("char[]", display.encode())
    authority = ffi.NULL
    if cookie is not None:
        authority_name, data = ffi.new("char[]", AUTHORITY_NAME), ffi.new("char[]", cookie)
        authority = ffi.new(
            "xcb_auth_info_t *",
            {
                "namelen": len(AUTHORITY_NAME),
                "name": authority_name,
                "datalen": len(cookie),
                "data": data,
            },
        )
    screen = ffi.new("int *")
    pointer = _xcb.xcb_connect_to_display_with_auth_info(name, authority, screen)
    if error := _xcb.xcb_connection_has_error(pointer):
        _xcb.xcb_disconnect(pointer)
        raise _RefusedError(_REASONS.get(error, _OTHER_REASON))
    return _wrap(pointer), screen[0]


async def _in_thread(work: Callable[[], Attached]) -> Attached:
    """Do `work` in a thread that may hang without keeping the program from ending."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Attached] = loop.create_future()

    def succeed(attached: Attached) -> None:
        if done.cancelled():
            attached.x.disconnect()
        else:
            done.set_result(attached)

    def fail(error: Exception) -> None:
        if not done.cancelled():
            done.set_exception(error)

    def run() -> None:
        try:
            attached = work()
        except (_RefusedError, xcffib.XcffibException) as error:
            post(fail, error)
        else:
            post(succeed, attached)

    def post(callback: Callable[[Any], None], value: Any) -> None:
        # A loop that was closed meanwhile wants nothing any more.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(callback, value)

    threading.Thread(target=run, name="x11-attach", daemon=True).start()
    return await done
