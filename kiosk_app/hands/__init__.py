"""Shell: the hands of the session: each carries out some commands and answers with events."""
