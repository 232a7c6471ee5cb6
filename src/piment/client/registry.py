"""The channels that the client knows, and what it announces on each."""

from __future__ import annotations

from piment.client.channels.base import Channel
from piment.client.channels.cursor import CursorChannel
from piment.client.channels.display import DisplayChannel
from piment.client.channels.inputs import InputsChannel

KNOWN: dict[int, type[Channel]] = {
    cls.kind.number: cls for cls in (DisplayChannel, InputsChannel, CursorChannel)
}
"""By channel type, besides main; other channels of a server are left alone."""
