"""Shell: a promise with a paper of its own is set in type, as the resident sees and signs it."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from cloud_seat.contract.text import Text
from devices.document_printer.page_count import pages_in
from devices.registry import Registry, open_registry
from kiosk_app.config import ASSETS
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.notices import NoticeHand
from kiosk_app.hands.paper_print import PaperPrint
from kiosk_app.hands.slip import SlipHand
from kiosk_app.hands.typesetter import Typesetter
from kiosk_app.session.folder import Folder
from kiosk_app.session.state import Paper, Session
from tests.kiosk_app.qml.sample_finding import knowledge

SIGNATURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><path d="M2 10L50 12" stroke="#000"/></svg>'
CHOSEN = Session(item_id="sole-trader", values={"premises_proof": "promise"})
OWED = Paper("authorisation", state="deferred", name=Text(zh="委托书", en="Letter of authority"), due="2026-12-07")


@pytest.fixture
def registry() -> Iterator[Registry]:
    """A booth without printers."""
    registry = open_registry([], lambda _: None)
    yield registry
    registry.close()


@pytest.mark.parametrize("language", ["zh", "zh-Hant", "en"])
def test_each_promise_is_a_paper_of_one_page(registry: Registry, language: str) -> None:
    desk = Desk(lambda _: None, knowledge, Folder(), lambda *_: None, lambda **_: None)
    font = ASSETS / "fonts" / "NotoSansCJKsc-Regular.otf"
    slip = SlipHand(registry, desk, font=font, options={}, wait_s=1)
    sheet = Typesetter(ASSETS, "notice.typ")
    hand = NoticeHand(desk, PaperPrint(registry, wait_s=1), slip, sheet, place=Text(zh="市桥街晓屋", en="Booth"))

    def made(**changes: Any) -> dict[str, bytes]:
        return hand.promises(dataclasses.replace(CHOSEN, language=language, **changes), SIGNATURE)

    both = made(papers=(OWED,))
    assert [pages_in(pdf, "application/pdf") for pdf in both.values()] == [1, 1]
    assert list(both) == ["commitment.pdf", "deferral.pdf"] and list(made()) == ["commitment.pdf"]
    assert made(values={"premises_proof": "paper"}) == {}
