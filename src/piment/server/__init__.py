"""The server: source -> scene -> pipeline -> channels -> transport."""
