"""Core: one resident's session: events, state, machine, and the runner that carries out its commands."""
