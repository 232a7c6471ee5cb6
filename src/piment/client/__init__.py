"""A client of any SPICE server: a session, its channels, and what they show."""
