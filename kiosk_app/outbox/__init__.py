"""Core: submitted cases that wait in this booth, for staff: shown, and carried to the hub by hand."""
