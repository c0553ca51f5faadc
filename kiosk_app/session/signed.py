"""Core: a signature holds for what was read with it, and for nothing else."""

from dataclasses import replace

from kiosk_app.session import commands as do
from kiosk_app.session.moves import Result
from kiosk_app.session.state import Session, Stage


def covered(session: Session) -> tuple[object, ...]:
    """All that stands on the signed papers: answers, who and for whom, papers given and owed, promises."""
    answers = (session.item_id, session.case_id, session.values, session.person, session.errand)
    return (*answers, session.papers, session.ticked)


def hold_signature(session: Session) -> Result:
    """Before it is submitted: whatever changed since the pen was lifted makes it void, and it is asked for again."""
    if session.stage is not Stage.REVIEW or session.signed == covered(session):
        return session, ()
    void = replace(session, stage=Stage.SIGN, signed=(), notice="signature_void")
    return void, (do.RenderDocument(),)
