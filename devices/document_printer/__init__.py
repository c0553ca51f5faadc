"""Core: printing A4 documents on any printer that speaks IPP."""
