"""Wiring: versions of the program in a booth: `<base>/versions/<v>/` and the one commit point, `<base>/state.json`."""
