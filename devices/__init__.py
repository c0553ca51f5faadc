"""Core: everything with a wire to it. Imports nothing of ours; start reading at `model`, then `registry`."""
