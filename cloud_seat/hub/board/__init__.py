"""Core: the board's room: what operators and supervisors see of the whole district, and what they may do there."""
