"""Surfaces, and how drawing changes them; used by server and client."""
