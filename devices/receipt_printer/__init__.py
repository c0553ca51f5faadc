"""Core: thermal receipt printers (ESC/POS): builder, status, driver, decoder, paper, emulator."""
