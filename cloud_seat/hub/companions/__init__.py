"""Core: further people in a call. `party` decides; the shells beside it ask, link, relay and write down."""
