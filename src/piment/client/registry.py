"""The channels that the client knows, and what it announces on each."""

from __future__ import annotations

from piment.client.channels.base import Channel
from piment.client.channels.cursor import CursorChannel
from piment.client.channels.display import DisplayChannel
from piment.client.channels.inputs import InputsChannel
from piment.client.channels.port import PortChannel

KNOWN: dict[int, type[Channel]] = {
    cls.kind.number: cls for cls in (DisplayChannel, InputsChannel, CursorChannel)
}
"""By channel type, besides main: these are opened as soon as they are offered."""

ON_DEMAND: dict[int, type[Channel]] = {cls.kind.number: cls for cls in (PortChannel,)}
"""These are opened when somebody wants them, because who has one keeps it from others."""

CHANNEL_CLASSES = KNOWN | ON_DEMAND
"""Other channels of a server are left alone."""
