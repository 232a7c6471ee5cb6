"""Many hostile peers at the same time."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

from piment.protocol import channel
from piment.protocol.channel import Channel
from tests.interop.hostile.bytes import hostile_link, hostile_message
from tests.interop.hostile.peer import Peer, linked, new_session

SEED = 20261120
AT_ONCE = 16
"""Hostile connections at the same time."""

ENOUGH = 0.02
"""How often a peer has had enough, after any message."""

OTHERS = (channel.display, channel.inputs, channel.cursor)


async def attack_links(port: int, total: int) -> None:
    """Send damaged link messages to a server on loopback until it were `total`."""

    async def attack(rng: random.Random) -> int:
        peer = await Peer.connect(port)
        await peer.say(hostile_link(rng))
        await peer.hear_out()
        peer.drop()
        return 1

    await _in_turns(attack, total)


async def attack_channels(port: int, total: int) -> None:
    """Open sessions and send damaged messages on all their channels until it were `total`."""

    async def attack(rng: random.Random) -> int:
        main, session_id = await new_session(port)
        sent = 0
        try:
            for kind in rng.sample(OTHERS, len(OTHERS)):
                peer = await linked(port, kind, session_id)
                try:
                    sent += await _speak(peer, kind, rng)
                finally:
                    peer.drop()
            return sent + await _speak(main, channel.main, rng)
        finally:
            main.drop()

    await _in_turns(attack, total)


async def _speak(peer: Peer, kind: Channel, rng: random.Random) -> int:
    """Say what is damaged until the server has enough of it; return how much it was."""
    sent = 0
    while await peer.say(hostile_message(rng, kind)):
        sent += 1
        if rng.random() < ENOUGH:
            break
    return sent


async def _in_turns(work: Callable[[random.Random], Awaitable[int]], total: int) -> None:
    """Let `AT_ONCE` workers do `work`, which returns how much it did, until `total` is done."""
    done = 0

    async def worker(number: int) -> None:
        nonlocal done
        rng = random.Random(SEED + number)
        while done < total:
            amount = await work(rng)
            done += amount

    async with asyncio.TaskGroup() as tasks:
        for number in range(AT_ONCE):
            tasks.create_task(worker(number))
