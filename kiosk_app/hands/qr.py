"""Core: words as a QR code."""

import io

import segno

_SCALE = 12


def qr_picture(text: str) -> bytes:
    """The code as PNG, with the quiet zone that readers need."""
    png = io.BytesIO()
    segno.make_qr(text, error="m").save(png, kind="png", scale=_SCALE, border=4)
    return png.getvalue()
