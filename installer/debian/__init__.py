"""Wiring: the booth as a Debian package: `disk/` as it lies on the disk, `control/` as dpkg reads it."""
