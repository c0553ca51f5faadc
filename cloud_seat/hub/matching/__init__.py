"""Core: who is matched with whom. `machine.step` decides; `events` is what it hears, `state` what it knows and says."""
