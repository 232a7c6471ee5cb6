"""How a client proves who it is by SASL: one file a mechanism, and the choice among them."""

from piment.core.mechanisms.base import Mechanism, SecurityLayer
from piment.core.mechanisms.choice import choose

__all__ = ["Mechanism", "SecurityLayer", "choose"]
