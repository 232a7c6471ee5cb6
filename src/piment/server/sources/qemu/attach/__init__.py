"""The ways to a machine: through its monitor, on a bus, or by starting it."""
