"""Wiring: the release tool: builds a version of the booth's program, signs and publishes it."""
