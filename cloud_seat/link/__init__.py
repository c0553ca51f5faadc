"""Shell: one socket to the hub that notices silence and comes back by itself."""
