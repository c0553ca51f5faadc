"""Wiring: build, checks and release tools. Imported by nobody."""
