"""Core: barcode and QR scanners, on a serial line or as a keyboard, and codes in camera pictures."""
