"""Core: everything between the kiosk and the official. `contract` holds the words that both ends speak."""
