"""The pointer: its shapes, and how they are put on a picture."""
