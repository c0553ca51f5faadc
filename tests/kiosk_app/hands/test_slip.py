"""Shell: what stands on a slip; what the resident hears when it does not come out."""

import pytest

from cloud_seat.contract.check_words import check_words
from devices.model import Completion, Outcome
from devices.registry import open_registry
from kiosk_app.config import ASSETS
from kiosk_app.flow.sentences import NOTICES
from kiosk_app.flow.slip_words import case_slip
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.slip import SlipHand, slip_code
from kiosk_app.session.folder import Folder
from kiosk_app.session.state import Ambient, Session
from tests.kiosk_app.qml.sample_finding import knowledge

# how PrintReceipt can end, and why
FAILURES = {
    Completion.MEDIA: ("paper_out",),
    Completion.HARDWARE: ("cutter_jam", "printer_error"),
    Completion.NOT_READY: (
        "cover_open",
        "too_hot",
        "printer_offline",
        "no_answer",
        "status_bits",
        "unplugged",
        "refused",
    ),
    Completion.TIMEOUT: ("waited_in_queue",),
    Completion.CANCELLED: ("lease_released",),
    Completion.PROTOCOL: ("status_bits",),
    Completion.OUTCOME_UNKNOWN: ("cut", "paper_out", "cover_open", "too_hot", "deadline", "repeated_key"),
}


@pytest.mark.parametrize(("completion", "detail"), [(way, why) for way, whys in FAILURES.items() for why in whys])
def test_each_failure_has_words_in_both_languages(completion: Completion, detail: str) -> None:
    said = NOTICES["slip_" + slip_code(Outcome(completion, detail=detail))].text
    assert said.zh and said.en


def test_paper_that_may_have_moved_comes_first() -> None:
    assert slip_code(Outcome(Completion.OUTCOME_UNKNOWN, detail="cover_open")) == "outcome_unknown"
    assert slip_code(Outcome(Completion.NOT_READY, detail="cover_open")) == "cover_open"
    assert slip_code(Outcome(Completion.SUCCESS)) == ""


@pytest.mark.parametrize("texts", [True, False])
def test_a_stored_case_has_its_words_and_promises_what_is_true(texts: bool) -> None:
    desk = Desk(lambda event: None, knowledge, Folder(), lambda *_: None, lambda **_: None)
    font = ASSETS / "fonts" / "NotoSansCJKsc-Regular.otf"
    slips = SlipHand(open_registry([], lambda _: None), desk, font=font, options={}, wait_s=1)
    session = Session(
        item_id="longevity-allowance",
        ambient=Ambient(texts=texts),
        provisional="PY-0417-T-000231",
        sealed_as="ab" * 32,
        values={"phone": "13800000000"},
        submitted_at="2026-11-23T06:00:00+00:00",
    )
    slip = case_slip(session, knowledge(), provisional=True)
    paper = slips._paper_of(slip, en=False).decode("gb18030", errors="replace")
    assert check_words("ab" * 32) in paper
    assert ("短信" in paper, "任何一台晓屋" in paper) == (texts, not texts)
