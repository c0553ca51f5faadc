"""Shell: repeatable measurements. Prints tables, never judges by time."""
