"""Core: pictures of desks as document cameras see them, drawn from a seed, with the right answer beside each."""
