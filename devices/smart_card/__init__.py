"""Core: cards with a chip, read over PC/SC: social-security cards, and residence permits where a province says how."""
