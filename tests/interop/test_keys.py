"""Keys by their names, through QEMU's keyboard to a guest's kernel, which says what it got."""

from __future__ import annotations

import struct
from collections.abc import AsyncIterator

import pytest

from piment.client.channels.inputs import InputsChannel
from piment.client.keyboard.names import KEYS, parse_chord
from piment.client.session import Session
from piment.client.target import Target
from piment.keycodes import evdev_of
from tests.interop.peers.patience import until_true
from tests.interop.peers.qemu.machine import Machine

# From <linux/input.h>: time, type, code and value; a value is 1 for down, 0 for up.
EVENT = struct.Struct("<16xHHi")
EV_KEY = 1

# QEMU 7.2 knows no such keys, and drops them.
UNKNOWN_TO_QEMU = {
    *(f"f{number}" for number in range(13, 25)),
    *("hangul", "hanja", "zenkakuhankaku", "brightnessdown", "brightnessup", "search"),
}

# Its keyboard queues 16 bytes; Print needs ten, others with a prefix need five.
BURST = 2

Turn = tuple[int, int]


class Keyboard:
    """The keyboard of a guest, and what its kernel made of it."""

    def __init__(self, inputs: InputsChannel, machine: Machine) -> None:
        self.inputs = inputs
        self._machine = machine
        self._listener = ""

    async def listen(self) -> None:
        """Let the guest note what comes from now on."""
        listen = "{ >/tmp/listens; exec cat; } </dev/input/event0 >>/tmp/keys & echo $!"
        self._listener = await self._machine.run(listen)
        await self._machine.run("until [ -e /tmp/listens ]; do sleep 0.1; done")

    async def forget(self) -> None:
        """Let it note nothing any more."""
        await self._machine.run(f"kill {self._listener.strip()}; rm /tmp/listens /tmp/keys")

    def press(self, chord: list[int]) -> None:
        """Press keys together."""
        for code in chord:
            self.inputs.key(code, True)
        for code in reversed(chord):
            self.inputs.key(code, False)

    async def heard(self, count: int) -> list[Turn]:
        """Wait for `count` turns, and return all: the kernel's number, and whether it is down."""
        turns: list[Turn] = []

        async def look() -> bool:
            turns[:] = await self._turns()
            return len(turns) >= count

        await until_true(look)
        await self._machine.run("true >/tmp/keys")
        return turns

    async def _turns(self) -> list[Turn]:
        dump = await self._machine.run("od -An -v -tx1 /tmp/keys")
        data = bytes.fromhex(dump)
        whole = data[: len(data) - len(data) % EVENT.size]
        return [(code, down) for kind, code, down in EVENT.iter_unpack(whole) if kind == EV_KEY]


@pytest.fixture
async def keyboard(tiny: Machine) -> AsyncIterator[Keyboard]:
    """The keyboard of a tiny guest that listens to it."""
    await tiny.ready()
    session = Session(Target(host="127.0.0.1", port=tiny.port))
    await session.open()
    assert session.inputs is not None
    listening = Keyboard(session.inputs, tiny)
    await listening.listen()
    yield listening
    await session.close()
    await listening.forget()


async def test_the_guest_gets_the_keys_that_were_named(keyboard: Keyboard) -> None:
    names = [name for name in KEYS if name not in UNKNOWN_TO_QEMU]
    wrong = {}
    for start in range(0, len(names), BURST):
        burst = names[start : start + BURST]
        for name in burst:
            keyboard.inputs.tap(KEYS[name])
        heard = await keyboard.heard(2 * len(burst))
        wanted = [(evdev_of(KEYS[name]), down) for name in burst for down in (1, 0)]
        if heard != wanted:
            wrong[tuple(burst)] = heard
    assert wrong == {}
    assert len(names) > 120


async def test_keys_that_are_held_overlap(keyboard: Keyboard) -> None:
    chord = parse_chord("ctrl-altgr-right")
    keyboard.press(chord)
    numbers = [evdev_of(code) for code in chord]
    assert await keyboard.heard(6) == [
        *((number, 1) for number in numbers),
        *((number, 0) for number in reversed(numbers)),
    ]


async def test_sysrq_is_heard_by_the_kernel_itself(keyboard: Keyboard, tiny: Machine) -> None:
    await tiny.run("echo 1 >/proc/sys/kernel/sysrq; dmesg -c >/dev/null")
    keyboard.press(parse_chord("alt-sysrq-h"))

    async def helped() -> bool:
        return "sysrq: HELP" in await tiny.run("dmesg")

    assert await until_true(helped)
