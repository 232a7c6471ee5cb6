"""SPICE inside binary WebSocket messages (wire.md 2.12): both ends of one, over another transport.

Framing is the `websockets` library's; boundaries between messages have no meaning.
"""

from piment.transport.websocket.client import ClientWebSocket
from piment.transport.websocket.frames import SUBPROTOCOL
from piment.transport.websocket.server import HTTP_GREETING, ServerWebSocket

__all__ = ["HTTP_GREETING", "SUBPROTOCOL", "ClientWebSocket", "ServerWebSocket"]
