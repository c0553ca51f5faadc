"""Wiring: the server: presence and matching, signalling, intake, cases, ratings, and the pages for staff."""
