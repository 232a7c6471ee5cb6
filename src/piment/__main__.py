"""Lets `python -m piment` do what `piment` does."""

from piment.cli import main

main()
