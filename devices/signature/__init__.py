"""Core: what a resident writes with a finger or a pen, kept as vectors."""
