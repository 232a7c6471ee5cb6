"""Measurements; `python -m benches` runs them all."""
