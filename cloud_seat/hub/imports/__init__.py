"""Core: tables of items and rights that departments keep: read, compared with what is here, taken in, given out."""
