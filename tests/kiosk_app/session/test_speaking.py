"""Core: how the screen speaks to this resident: kept through the matter, forgotten with it."""

from kiosk_app.session import events as on
from kiosk_app.session.state import Knowledge, Session, Stage
from tests.kiosk_app.session.walk import Walk


def test_kept_on_every_page_and_plain_for_the_next(knowledge: Knowledge) -> None:
    walk = Walk(knowledge)
    walk(on.LanguageChosen("zh-Hant"), on.ModeChosen("elder"), on.Magnified(True), on.PageLowered(True))
    session = walk.to_review()
    assert (session.language, session.mode, session.reach, session.zoom) == ("zh-Hant", "elder", True, True)
    session = walk(on.LeaveAsked(), on.OverlayAgreed(), on.CardRemoved())
    fresh = Session()
    assert session.stage is Stage.WELCOME
    looks = (session.language, session.mode, session.reach, session.zoom)
    assert looks == (fresh.language, fresh.mode, fresh.reach, fresh.zoom)


def test_the_magnifier_is_the_step_after_big_letters(knowledge: Knowledge) -> None:
    walk = Walk(knowledge)
    assert not walk(on.Magnified(True)).zoom
    assert walk(on.ModeChosen("elder"), on.Magnified(True)).zoom
    assert walk(on.Magnified(False)).mode == "elder"
    assert not walk.session.zoom
    for other, stays in (("standard", False), ("contrast", True)):
        walk(on.ModeChosen("elder"), on.Magnified(True), on.ModeChosen(other))
        assert (walk.session.mode, walk.session.zoom) == (other, stays)
    assert walk(on.ModeChosen("standard"), on.Magnified(True)).zoom is False
    assert walk(on.ModeChosen("contrast"), on.Magnified(True)).zoom
