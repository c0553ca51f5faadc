"""Core: the resident's side of the glass."""
