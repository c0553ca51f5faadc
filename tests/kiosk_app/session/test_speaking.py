"""Core: how the screen speaks to this resident: kept through the matter, forgotten with it."""

from kiosk_app.session import events as on
from kiosk_app.session.state import Knowledge, Session, Stage
from tests.kiosk_app.session.walk import Walk


def test_kept_on_every_page_and_plain_for_the_next(knowledge: Knowledge) -> None:
    walk = Walk(knowledge)
    walk(on.LanguageChosen("zh-Hant"), on.ModeChosen("elder"), on.PageLowered(True))
    session = walk.to_review()
    assert (session.language, session.mode, session.reach) == ("zh-Hant", "elder", True)
    session = walk(on.LeaveAsked(), on.OverlayAgreed(), on.CardRemoved())
    fresh = Session()
    assert session.stage is Stage.WELCOME
    assert (session.language, session.mode, session.reach) == (fresh.language, fresh.mode, fresh.reach)
