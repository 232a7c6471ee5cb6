"""The object through which QEMU shows a console."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import pytest

from piment.geometry import Point, Size
from piment.server.sources.qemu import names
from piment.server.sources.qemu.bus.error import FAILED, INVALID_ARGS, RefusedError
from piment.server.sources.qemu.bus.exports import Exports
from piment.server.sources.qemu.bus.message import Kind, Message
from piment.server.sources.qemu.listener import GL_ADVICE, Listener
from piment.server.sources.qemu.screen import Screen
from tests.server.sources.qemu.pictures import X8R8G8B8, Replay, noise

SIGNATURES = {
    "Scanout": "uuuuay",
    "Update": "iiiiuuay",
    "ScanoutDMABUF": "huuuutb",
    "UpdateDMABUF": "iiii",
    "Disable": "",
    "MouseSet": "iii",
    "CursorDefine": "iiiiay",
    "ScanoutMap": "huuuuu",
    "UpdateMap": "iiii",
}


class Console:
    """Calls a listener as QEMU does."""

    def __init__(self) -> None:
        self.woken = 0
        self.mismatches = 0
        self.warnings: list[str] = []
        self.screen = Screen(0, self.wake)
        self.replay = Replay()
        self.exports = Exports()
        listener = Listener(self.screen, self.mismatch, self.warnings.append)
        self.exports.add(names.LISTENER_PATH, listener.interfaces())

    def wake(self) -> None:
        self.woken += 1

    def mismatch(self) -> None:
        self.mismatches += 1

    def call(self, member: str, *body: Any) -> None:
        interface = names.LISTENER_MAP if member.endswith("Map") else names.LISTENER
        body = tuple(memoryview(each) if isinstance(each, bytes) else each for each in body)
        signature = SIGNATURES[member]
        self.exports.answer(
            Message(
                Kind.CALL, names.LISTENER_PATH, interface, member, signature=signature, body=body
            )
        )

    def seen(self) -> Replay:
        self.replay.take(self.screen.take())
        return self.replay


@pytest.fixture
def console() -> Console:
    return Console()


def test_it_offers_shared_memory(console: Console) -> None:
    interface = "org.freedesktop.DBus.Properties"
    for asked, offered in (
        (names.LISTENER, {"Interfaces": ("as", [names.LISTENER_MAP])}),
        (names.LISTENER_MAP, {}),
    ):
        message = Message(
            Kind.CALL, names.LISTENER_PATH, interface, "GetAll", signature="s", body=(asked,)
        )
        assert console.exports.answer(message) == ("a{sv}", (offered,))


def test_pictures_and_parts_are_shown(console: Console) -> None:
    console.call("Scanout", 16, 8, 64, X8R8G8B8, noise(16, 8).tobytes())
    console.call("Update", 4, 2, 5, 3, 20, X8R8G8B8, noise(5, 3, 1).tobytes())
    shown = noise(16, 8)
    shown[2:5, 4:9] = noise(5, 3, 1)
    assert np.array_equal(console.seen().pixels[0], shown)
    assert console.woken == 2
    console.call("Disable")
    assert console.seen().pixels == {}
    assert (console.woken, console.mismatches) == (3, 0)


def test_parts_of_another_size_are_noticed(console: Console) -> None:
    console.call("Scanout", 16, 8, 64, X8R8G8B8, noise(16, 8).tobytes())
    console.call("Update", 0, 0, 17, 1, 68, X8R8G8B8, noise(17, 1).tobytes())
    assert console.mismatches == 1
    assert np.array_equal(console.seen().pixels[0], noise(16, 8))


def test_memory_is_shared(console: Console) -> None:
    memory = os.memfd_create("displaysurface")
    os.pwrite(memory, noise(16, 8).tobytes(), 0)
    console.call("ScanoutMap", memory, 0, 16, 8, 64, X8R8G8B8)
    assert np.array_equal(console.seen().pixels[0], noise(16, 8))
    os.pwrite(memory, noise(16, 8, 1).tobytes(), 0)
    console.call("UpdateMap", 0, 0, 16, 8)
    assert np.array_equal(console.seen().pixels[0], noise(16, 8, 1))
    os.close(memory)
    console.call("Scanout", 4, 4, 16, X8R8G8B8, noise(4, 4).tobytes())
    assert console.screen.frame.size == Size(4, 4)
    assert console.woken == 3


def test_the_pointer_is_shown(console: Console) -> None:
    console.call("Scanout", 16, 8, 64, X8R8G8B8, noise(16, 8).tobytes())
    console.call("CursorDefine", 8, 4, 1, 2, noise(8, 4).tobytes())
    assert console.seen().shapes == {}
    console.call("MouseSet", 5, 6, 1)
    assert console.seen().shapes[0].hot_spot == Point(1, 2)
    assert console.seen().positions[0] == Point(6, 8)
    console.call("MouseSet", 0, 0, 0)
    assert console.seen().shapes == {}


def test_opengl_is_refused_in_words(console: Console) -> None:
    console.call("Scanout", 16, 8, 64, X8R8G8B8, noise(16, 8).tobytes())
    console.seen()
    with pytest.raises(RefusedError, match="without gl=on") as refused:
        console.call("ScanoutDMABUF", 5, 16, 8, 64, 875713112, 0, False)
    assert refused.value.name == FAILED
    assert console.warnings == [GL_ADVICE]
    assert console.seen().pixels == {}
    console.call("UpdateDMABUF", 0, 0, 16, 8)  # QEMU waits until it is taken


@pytest.mark.parametrize(
    ("member", "body"),
    [
        ("Scanout", (16, 8, 64, 1234, bytes(512))),
        ("Scanout", (16, 8, 64, X8R8G8B8, bytes(511))),
        ("Scanout", (0, 0, 0, X8R8G8B8, b"")),
        ("Update", (0, 0, -1, 5, 64, X8R8G8B8, bytes(512))),
        ("CursorDefine", (8, 4, 0, 0, bytes(127))),
        ("CursorDefine", (-8, -4, 0, 0, bytes(128))),
        ("CursorDefine", (0, 0, 0, 0, b"")),
    ],
)
def test_what_cannot_be_is_refused(console: Console, member: str, body: tuple[Any, ...]) -> None:
    with pytest.raises(RefusedError) as refused:
        console.call(member, *body)
    assert refused.value.name == INVALID_ARGS
    assert list(console.screen.take()) == []
