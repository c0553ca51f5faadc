"""Wiring: `./xiaowu demo`: hub, emulated devices, kiosk and seat on one machine, and a resident who touches."""
