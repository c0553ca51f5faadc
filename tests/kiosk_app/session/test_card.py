"""Core: an expired card, and words that stay while the card lies as it lay."""

from dataclasses import replace

import pytest

from kiosk_app.flow.sentences import notice
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.state import Knowledge, Stage
from tests.kiosk_app.session.walk import RESIDENT, Walk


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    walk = Walk(knowledge)
    walk(on.ItemChosen("longevity-allowance"), on.WentOn())
    return walk


@pytest.mark.parametrize(
    ("valid_until", "said"), [("2026-11-22", "card_expired"), ("2026-11-23", ""), ("长期", ""), ("", "")]
)
def test_an_expired_card_is_told_and_goes_on(walk: Walk, valid_until: str, said: str) -> None:
    walk(on.CardRead(walk.session.number, replace(RESIDENT, valid_until=valid_until)))
    assert (walk.session.stage, walk.session.notice) == (Stage.FORM, said)
    assert RESIDENT.name in walk.session.values.values()


@pytest.mark.parametrize("code", ["wrong", "two", "unverified", "broken"])
def test_words_about_a_card_stay_until_another_is_read(walk: Walk, code: str) -> None:
    walk(on.CardFailed(0, code), on.CardSeen(0, "waiting"))
    assert (walk.session.reading, walk.session.notice) == ("trouble", f"card_{code}")
    assert notice(walk.session.notice) is not None
    assert isinstance(walk.commands[-1], do.ReadCard)
    walk(on.CardSeen(0, "reading"))
    assert (walk.session.reading, walk.session.notice) == ("reading", "")
