"""Core: what the session wants done. Imperative; the runner's hands carry each out and answer with an event."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk_app.session.call_commands import *  # noqa: F403 - one name for all commands
from kiosk_app.session.command import Command as Command
from kiosk_app.session.inquiry_commands import *  # noqa: F403 - one name for all commands
from kiosk_app.session.lights import Lights


@dataclass(frozen=True, slots=True)
class Search(Command):
    """Ask the catalogue → ResultsFound."""

    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WatchItems(Command):
    """Hear how many officials there are for these items, now and whenever it changes → OfficialsChanged."""

    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintGuide(Command):
    """The guide of the item on the paper of this printer → GuidePrinted."""

    on: str


@dataclass(frozen=True, slots=True)
class NoteAsked(Command):
    """Count that somebody here began this item: for the booth's favourites, of nobody in particular."""

    item_id: str


@dataclass(frozen=True, slots=True)
class NoteMissed(Command):
    """Keep words that found nothing, for those who look after the catalogue; see `unmet`."""

    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReadCard(Command):
    """Wait for a card (or a code) and read it → CardRead or CardFailed; afterwards CardRemoved when it is lifted.

    `way`: card, social or code. `after_lift`: first the card that lies there must go. `beside`: what another reader
    waits for goes on.
    """

    way: str = "card"
    after_lift: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True)
class StopReading(Command):
    """No card is wanted now."""


@dataclass(frozen=True, slots=True)
class OpenDraft(Command):
    """A case id and a key for this matter → DraftOpened."""

    item_id: str
    form_id: str


@dataclass(frozen=True, slots=True)
class SaveForm(Command):
    """Seal the values on disk → FormSaved."""

    values: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SeekDraft(Command):
    """Is there a draft, left open by a power cut, of the person with this number → DraftFound, or nothing."""

    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ResumeDraft(Command):
    """This draft is the case from now on; the fresh one is destroyed. `pages` come back to the glass."""

    case_id: str
    pages: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ForgetDraft(Command):
    """The resident does not want it any more: destroyed."""

    case_id: str


@dataclass(frozen=True, slots=True)
class SealIdentity(Command):
    """Who it is for, who brings it and how they are known, sealed beside the form."""


@dataclass(frozen=True, slots=True)
class WatchPaper(Command):
    """Show the document camera and judge what lies there → PageJudged … PageDue.

    `next_sheet`: the sheet that was taken may still lie there; only another one is due. `turned`: of a card whose first
    side was taken, the other side is wanted.
    """

    material_id: str
    next_sheet: bool = False
    turned: bool = False


@dataclass(frozen=True, slots=True)
class TakePage(Command):
    """Take and seal the picture now → PageTaken or PageFailed. `replaces`: a page of this paper, or 0 for one more.

    `by_hand`: the resident wants it as it lies, outline or not. `purpose`: of a card, what stands across its copy; its
    first side → CardSideTaken.
    """

    material_id: str
    replaces: int = 0
    by_hand: bool = False
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class DropPage(Command):
    """Destroy a picture. `keep_here`: only in the case; this visit may still need it."""

    material_id: str
    page: int
    keep_here: bool = False


@dataclass(frozen=True, slots=True)
class ReusePages(Command):
    """Seal pictures of this visit into the case → PageTaken for each, or PageFailed."""

    material_id: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OpenPhone(Command):
    """A QR code for pictures of this paper from the phone → PhoneReady, PhoneSeen, PageTaken, PhoneFailed."""

    material_id: str


@dataclass(frozen=True, slots=True)
class ClosePhone(Command):
    """The code on the glass is good for nothing any more."""


@dataclass(frozen=True, slots=True)
class StopWatching(Command):
    """Document camera off."""


@dataclass(frozen=True, slots=True)
class RenderDocument(Command):
    """Draw the application from the values, with the signature when `strokes` is given → DocumentRendered."""

    strokes: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CoverLater(Command):
    """Private numbers stand open now; after a moment → NumbersCovered."""


@dataclass(frozen=True, slots=True)
class SubmitCase(Command):
    """One transaction on disk → CaseStored; then the outbox drains → CaseCommitted."""


@dataclass(frozen=True, slots=True)
class AwaitReceipt(Command):
    """Start the clock → ReceiptOverdue."""


@dataclass(frozen=True, slots=True)
class PrintSlip(Command):
    """Receipt (with the acceptance number) or provisional slip → SlipPrinted."""

    provisional: bool


@dataclass(frozen=True, slots=True)
class PrintNotices(Command):
    """The notices of this case on the paper of this printer → NoticesPrinted."""

    on: str


@dataclass(frozen=True, slots=True)
class SendRating(Command):
    """0 means: not rated."""

    case_id: str
    level: int


@dataclass(frozen=True, slots=True)
class SendLetter(Command):
    """Seal the letter and the steps tried on disk → LetterKept; the outbox brings it to the hub."""

    aside: str = "complaint"


@dataclass(frozen=True, slots=True)
class PrintLetter(Command):
    """The slip with the letter's number → LetterPrinted."""

    aside: str = "complaint"


@dataclass(frozen=True, slots=True)
class CheckPin(Command):
    """→ PinJudged."""

    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CheckCard(Command):
    """Is it a keeper's? → PinJudged."""

    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DoTask(Command):
    """Something for the keeper → TaskDone."""

    task: str


@dataclass(frozen=True, slots=True)
class Rehearse(Command):
    """Try a whole case of nobody, with a session of its own → RehearsalEnded."""


@dataclass(frozen=True, slots=True)
class BeginErrand(Command):
    """Nobody is here: what the hub's operators asked for begins, self_test or restart; the hub hears so."""

    what: str


@dataclass(frozen=True, slots=True)
class StopRehearsal(Command):
    """Somebody is here: give back every device at once, keep nothing."""


@dataclass(frozen=True, slots=True)
class KeepCard(Command):
    """Sound and light until the card is taken."""


@dataclass(frozen=True, slots=True)
class ShowLights(Command):
    """Guide lights: these, and no others."""

    lights: Lights


@dataclass(frozen=True, slots=True)
class UseHandset(Command):
    """The call is heard and spoken with the handset, or at the glass again."""

    lifted: bool


@dataclass(frozen=True, slots=True)
class Chime(Command):
    """A short sound: press, success, attention, call."""

    sound: str


@dataclass(frozen=True, slots=True)
class GuardCard(Command):
    """The sound of a forgotten card begins, or ends."""

    on: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence to say; `key` names its recording, empty when there can be none."""

    key: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Say(Command):
    """Speak instead of whatever is being spoken → SpeechEnded. `private`: to the lifted handset or nowhere."""

    number: int
    parts: tuple[Spoken, ...]
    voice: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class RestSpeech(Command):
    """The voice waits, or goes on where it was."""

    on: bool


@dataclass(frozen=True, slots=True)
class Hush(Command):
    """The voice stops."""


@dataclass(frozen=True, slots=True)
class SetUsualVolume(Command):
    """The booth's own loudness, 1 to 7; survives a restart."""

    level: int


@dataclass(frozen=True, slots=True)
class SetVolume(Command):
    """Steps above (or below) the booth's usual loudness, for sounds, voice and call."""

    louder: int


@dataclass(frozen=True, slots=True)
class Wipe(Command):
    """Destroy everything personal of this session: lease, buffers, draft keys, pictures, clipboard → Wiped.

    `keeps_draft`: the resident leaves, and the sealed draft stays for the same card.
    """

    session: int
    case_id: str
    submitted: bool
    keeps_draft: bool = False
