"""Core: which page a session shows and what its bottom bar offers, as data that a test can walk."""
