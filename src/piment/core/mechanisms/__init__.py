"""How a client proves who it is by SASL: one file a mechanism, and the choice among them."""
