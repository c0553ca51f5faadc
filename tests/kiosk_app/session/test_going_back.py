"""Core: "back" never loses anything that was written, photographed or ticked, from wherever and however far."""

import pytest

from kiosk_app.session import events as on
from kiosk_app.session.state import Knowledge, Paper, Session, Stage
from tests.kiosk_app.session.walk import Walk

MOST = 12
"""More than there are pages on the road."""
KEPT = ("values", "touched", "person", "given", "case_id", "item_id")


def _papers(session: Session) -> list[tuple[Paper, ...]]:
    return [tuple(paper for paper in session.papers if paper.pages)]


@pytest.mark.parametrize("presses", range(1, MOST))
def test_back_loses_nothing(knowledge: Knowledge, presses: int) -> None:
    walk = Walk(knowledge)
    before = walk.to_review()
    for _ in range(presses):
        if walk.session.stage is not Stage.GUIDE:
            walk(on.WentBack())
    after = walk.session
    assert {name: getattr(after, name) for name in KEPT} == {name: getattr(before, name) for name in KEPT}
    assert _papers(after) == _papers(before)
    for _ in range(MOST):
        if walk.session.stage not in (Stage.CHECK, Stage.SIGN, Stage.REVIEW):
            walk(on.WentOn())
    assert walk.session.stage in (Stage.CHECK, Stage.SIGN, Stage.REVIEW), "all the way on without writing a word"
    assert walk.session.values == before.values
    assert _papers(walk.session) == _papers(before)
