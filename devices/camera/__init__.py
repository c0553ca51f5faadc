"""Core: cameras over the document tray and before the resident: sources, driver, page finding, emulator."""
