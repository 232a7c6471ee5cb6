"""Piment's Rust kernels; built from crates/python."""

__version__: str
