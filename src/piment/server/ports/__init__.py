"""The machine's ports as channels: which are offered, and whose turn it is (wire.md 11)."""
