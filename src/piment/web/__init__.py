"""The web client: its files, and the HTTP server that gives them out and carries SPICE."""
