"""Core: everything with a wire to it. This package imports nothing of ours; start reading at `model`, then `registry`."""
