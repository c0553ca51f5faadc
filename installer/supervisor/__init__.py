"""Wiring: keeps the booth's program alive, chooses its version, and goes back to the old one by itself."""
