"""Core: the words both ends speak: items, forms and their rules, cases, signalling, codec. Imports nothing of ours."""

PROTOCOL = 1
"""Version of the wire contract. Fields are only ever added, with defaults, so that neighbours understand each other."""
