"""Shell: the official's side without a hub: the desk page in its own window, and a seat that answers by itself."""
