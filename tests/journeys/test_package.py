"""Shell: a package (一件事) through the whole program: two items, one form, one signature, one number.

A promise (告知承诺) stands in place of a proof."""

import hashlib
from collections.abc import Callable

import pytest

from cloud_seat.contract.signed import named_in
from kiosk_app.demo.fingers import Steps
from kiosk_app.ui.intents import Intents
from tests.assets.test_forms import filled
from tests.journeys.booth import Booth

pytestmark = pytest.mark.journey

PACKAGE, PARTS = "package-open-shop", ("sole-trader", "flexible-employment")
ANSWERS = filled(PARTS[1]) | filled(PARTS[0])


def _left(booth: Booth, page: int) -> Callable[[], bool]:
    return lambda: booth.page != "form" or booth.session.page != page


def _answered(booth: Booth) -> Steps:
    """Page by page; what the card told is not taken from anybody else."""
    intents = booth.kiosk.parts.intents
    assert isinstance(intents, Intents)
    while booth.page == "form":
        page = booth.session.page
        for name, value in ANSWERS.items():
            intents.editField(name, value)
        yield from booth.fingers.tap("goOn")
        yield from booth.until(_left(booth, page), "the next page")


def _photographed(booth: Booth) -> Steps:
    """Every paper that is still wanted, once for both items."""
    wanted = [paper for paper in booth.session.papers if paper.state != "done"]
    for _ in wanted:
        booth.gear.document.put_paper()
        yield from booth.until(lambda: booth.session.papers[booth.session.paper_at].state == "done", "the picture")
        booth.gear.document.take_paper()
        yield from booth.fingers.tap("goOn")
    yield from booth.resident.on_page("check")


def test_two_items_are_one_case(booth: Booth) -> None:
    intents = booth.kiosk.parts.intents
    assert isinstance(intents, Intents)
    booth.walk(booth.resident.welcome(wants_official=False))
    intents.chooseItem(PACKAGE)
    booth.walk(booth.resident.on_page("guide"), booth.fingers.tap("goOn"), booth.resident.identify())
    booth.walk(_answered(booth), _photographed(booth))
    booth.walk(booth.resident.sign(), booth.submit())
    (case,) = booth.archive.cases_of(booth.kiosk_id)
    assert (case["item_id"], case["acceptance_number"]) == (PACKAGE, booth.session.acceptance)
    form = booth.archive.form(case)
    assert form["trade_name"] == ANSWERS["trade_name"] and form["work_kind"] == ANSWERS["work_kind"]
    signed = {name: booth.archive.part(case, name) for name in ("application.pdf", "commitment.pdf")}
    assert all(paper.startswith(b"%PDF-1.7") for paper in signed.values())
    hashes = {name: hashlib.sha256(paper).hexdigest() for name, paper in signed.items()}
    assert named_in(booth.archive.part(case, "signature")) == hashes
    assert booth.slips == 1
    booth.walk(booth.finish())
    assert booth.leftovers() == []
