"""Shell: what the resident hears when a slip does not come out."""

import pytest

from devices.model import Completion, Outcome
from kiosk_app.flow.sentences import NOTICES
from kiosk_app.hands.slip import slip_code

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
