"""Core: the integrator's tool: one real use of one device, and the state of a whole booth, from the command line."""
