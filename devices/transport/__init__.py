"""Core: the narrow waist. Above it nobody knows whether the bytes come from a serial line, a socket or an emulator."""
