"""Wiring: how a new version comes to this booth: signed by the release keys, staged whole, taken when idle."""
