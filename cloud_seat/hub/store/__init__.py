"""Shell: what the hub keeps: the journal of matching, people and sessions, cases and their history, sealed blobs."""
