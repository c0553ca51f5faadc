"""Core: ways of writing Chinese on the glass: nine keys, handwriting, rare characters."""
