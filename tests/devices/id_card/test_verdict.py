"""Core: what each status means, and that there are words for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.id_card.protocol import Status
from devices.id_card.verdict import Blame, verdict_on
from devices.tool.trouble import SENTENCES


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_code_and_a_sentence(status: Status) -> None:
    verdict = verdict_on(status)
    assert not verdict.code.startswith("status_")
    assert set(SENTENCES[verdict.code]) == {"zh", "en"}


@given(st.integers(0, 255).filter(lambda status: status not in set(Status)))
def test_a_status_that_nobody_has_published_was_garbled(status: int) -> None:
    assert verdict_on(status).blame is Blame.WIRE
    assert verdict_on(status).code == f"status_{status:02x}"
