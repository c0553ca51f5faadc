"""Core: contact smart cards (PC/SC): the watcher that tells when a reader or a card comes and goes."""
