"""Slow, clear decoders written from the specification: oracles for the fast ones."""
