"""From damage to messages, for each viewer: a list of passes over a plan."""
