"""Wiring: keeps a hub of a chosen version running, and brings it a new one without losing a case."""
