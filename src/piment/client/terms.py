"""What users of a session must know of the protocol, under its shorter names.

Front ends know the client and not the protocol: they find here what they say to a session.
"""

from __future__ import annotations

from piment.protocol.display import Head, VideoCodecType
from piment.protocol.image import ImageCompression
from piment.protocol.inputs import KeyboardModifierFlags as Locks
from piment.protocol.inputs import MouseButton as Button
from piment.protocol.main import MouseModeFlags as MouseMode

__all__ = ["Button", "Head", "ImageCompression", "Locks", "MouseMode", "VideoCodecType"]
