"""The ports that viewers can have, by the type and id of their channels."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable

from piment.limits import MOST_CHANNEL_ID
from piment.protocol import channel as channels
from piment.protocol.channel import Channel
from piment.server.ports.kinds import channel_of
from piment.server.ports.place import Place
from piment.server.ports.power import POWER_PORT, PowerPort
from piment.server.scene.scene import Change, Scene
from piment.server.sources.base import Source

log = logging.getLogger("piment.server.ports")

Key = tuple[int, int]
"""A channel's type and id."""


class Offer:
    """Gives each port a channel id that stays the same, whatever comes and goes."""

    def __init__(self, source: Source, scene: Scene) -> None:
        self._source = source
        self._scene = scene
        self._ports_told: int | None = None
        self._places: dict[Key, Place] = {}
        self._keys: dict[tuple[str, int], Key] = {}
        """By the name of the port, and how many others of that name stand before it."""
        self._watchers: list[Callable[[], None]] = []
        self._power: Key | None = None
        if source.allows_power:
            self._power = self._new_key(POWER_PORT, 0, channels.port)

    @property
    def keys(self) -> list[Key]:
        """All channels for ports, also of those that are not there now, oldest first."""
        return list(self._keys.values())

    def place(self, key: Key, viewer: str) -> Place:
        """Return what the channel `key` leads to. Each viewer has buttons of its own."""
        if key == self._power:
            return Place(POWER_PORT, PowerPort(viewer, self._scene, self._source.act, self._watch))
        return self._places[key]

    def changed(self, _: Change) -> None:
        """Follow what the source has told."""
        if self._scene.ports_told != self._ports_told:
            self._ports_told = self._scene.ports_told
            self._look()
        for watcher in self._watchers.copy():
            watcher()

    def _watch(self, watcher: Callable[[], None]) -> Callable[[], None]:
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def _look(self) -> None:
        """Find out which ports there are now."""
        here: Counter[str] = Counter()
        found = {}
        for port in self._source.ports:
            key = self._key_of(port.name, here[port.name])
            here[port.name] += 1
            if key is not None:
                found[key] = port
        for key, place in self._places.items():
            place.have(found.get(key))

    def _key_of(self, name: str, number: int) -> Key | None:
        channel = channel_of(name)
        if channel is None:
            return None
        if (name, number) not in self._keys:
            key = self._new_key(name, number, channel)
            if key is None:
                return None
            self._places[key] = Place(name)
            log.info("port=%s channel=%s:%d offered", name, channel.name, key[1])
        return self._keys[name, number]

    def _new_key(self, name: str, number: int, channel: Channel) -> Key | None:
        channel_id = sum(kind == channel.number for kind, _ in self._keys.values())
        if channel_id > MOST_CHANNEL_ID:
            log.warning("port=%s not offered: there are %d already", name, channel_id)
            return None
        self._keys[name, number] = channel.number, channel_id
        return self._keys[name, number]
