"""Core: what is done for the call: asked for, answered, shown to the official, and who changed what."""

from dataclasses import dataclass, field

from cloud_seat.contract.text import Text
from kiosk_app.session.command import Command


@dataclass(frozen=True, slots=True)
class PrepareCall(Command):
    """The question before a call stands: while it is read, what a call is made of is loaded."""


@dataclass(frozen=True, slots=True)
class RequestCall(Command):
    """Find the official who may, for the `number`th time in this visit → CallRung, CallQueued, CallAnswered."""

    number: int


@dataclass(frozen=True, slots=True)
class EndCall(Command):
    """Cancel the queue or hang up."""

    reason: str


@dataclass(frozen=True, slots=True)
class Mute(Command):
    """Microphone off or on."""

    on: bool


@dataclass(frozen=True, slots=True)
class TellViewBroken(Command):
    """The case's record: nobody saw the resident for so long; `where` it was measured."""

    gap_s: int
    where: str


@dataclass(frozen=True, slots=True)
class TellHearing(Command):
    """The official learns that the resident cannot hear them; → HearingEased a minute later. `again`: still not."""

    again: bool


@dataclass(frozen=True, slots=True)
class SwitchCamera(Command):
    """Face camera off or on."""

    off: bool


@dataclass(frozen=True, slots=True)
class SoftenBackground(Command):
    """What stands behind the resident is not seen, or is again."""

    on: bool


@dataclass(frozen=True, slots=True)
class ShareForm(Command):
    """The official sees the form as it stands now."""


@dataclass(frozen=True, slots=True)
class SharePapers(Command):
    """The official sees every paper taken so far."""


@dataclass(frozen=True, slots=True)
class AnswerMark(Command):
    """`answer`: mended or declined."""

    name: str
    answer: str = "mended"


@dataclass(frozen=True, slots=True)
class AnswerAsk(Command):
    """`answer` as on the wire; `text`: why, and what leads on, where that is known."""

    ask_id: str
    answer: str
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class NoteChange(Command):
    """The answer at `name` changed: by the resident, or as `proposed_by` proposed and the resident agreed."""

    name: str
    proposed_by: str = ""
    before: object = field(default=None, repr=False)
    after: object = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TakeStill(Command):
    """One picture of the face camera, for the official's eye only → AskDone."""

    ask_id: str


@dataclass(frozen=True, slots=True)
class PrintAsked(Command):
    """`target`: guide, form or notice, on A4 → AskDone."""

    ask_id: str
    target: str


@dataclass(frozen=True, slots=True)
class Hold(Command):
    """Neither picture nor voice leaves the booth; off: as the resident had it before."""

    on: bool


@dataclass(frozen=True, slots=True)
class SendLine(Command):
    """The resident's words to the official."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AskHelper(Command):
    """Somebody should be at the resident's side → HelperProposed."""


@dataclass(frozen=True, slots=True)
class AnswerHelper(Command):
    """The resident's word about a helper → LinkOpened."""

    companion_id: str
    agreed: bool
    sees_form: bool


@dataclass(frozen=True, slots=True)
class EndCompanion(Command):
    """This person has to go → RosterTold."""

    companion_id: str


@dataclass(frozen=True, slots=True)
class ConfirmRoster(Command):
    """The resident has this roster before their eyes."""

    call_id: str
    number: int


@dataclass(frozen=True, slots=True)
class HideLink(Command):
    """The code of a helper's link is forgotten."""
