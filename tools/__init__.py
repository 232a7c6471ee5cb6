"""What keeps the house in order; `make check` runs it."""
