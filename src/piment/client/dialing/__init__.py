"""How a client reaches a server: a connection for each channel, whatever lies between."""

from piment.client.dialing.dialer import Dialer

__all__ = ["Dialer"]
