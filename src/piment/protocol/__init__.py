"""What the specification says and nothing else: every message, declared once."""
