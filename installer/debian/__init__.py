"""Wiring: the booth as a Debian package: `root/` as it lies on the disk, `control/` as dpkg reads it."""
