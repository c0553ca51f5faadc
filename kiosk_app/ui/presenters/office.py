"""Core: what the hub's operators say to everybody at this booth, in a frame that tells who says it."""

from cloud_seat.contract.text import Text
from kiosk_app.session.state import Session


def office_words(session: Session) -> str:
    """In the language of the glass; empty: nothing."""
    words = session.ambient.words
    if not words.zh:
        return ""
    framed = Text(zh=f"政务中心通知：{words.zh}", en=f"Office notice: {words.en or words.zh}")
    return framed.in_language(session.language)
