"""Core: a package, so that its fixtures of that scope end with it: the one browser of this room."""
