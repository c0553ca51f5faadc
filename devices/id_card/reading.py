"""Shell: one reading of a card: look often, pick the card, read it, and know when to give up on it.

While nothing lies there the reader is asked again 10 ms after each answer, so that a card waits for nobody. A card that
cannot be read is tried a few times, then the command ends with the reason; the next command looks at that same card
calmly and in silence until it is lifted, so that the screen keeps the reason. A card that was read before is mostly not
found again until it is lifted; the question whether it still lies there is asked only when one may.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from devices.errors import RemoteSilentError, RemoteWireError
from devices.id_card import protocol
from devices.id_card.layouts import decode_card, with_later_address
from devices.id_card.photo import PhotoDecoder
from devices.id_card.protocol import Answer, Record, Request, Status
from devices.id_card.verdict import Blame, verdict_on
from devices.model import Completion, Outcome
from devices.run import Run

READ_LIMIT_S = 1.0  # until a record begins: about 0.35 s of radio, with fingerprints somewhat more
LOOK_PERIOD_S = 0.01
CALM_PERIOD_S = 0.25
BROKEN_LIMIT = 3  # looks in a row whose answers are broken
TRIES_LIMIT = 5  # of one card; a card that is being laid down fails once or twice
LIFTED_TIMES = 2  # one failed look may be a bad contact

_LIES_STILL = (Status.OK, Status.ITEM_EMPTY)
_WITHOUT_FINGERPRINTS = (Status.BAD_COMMAND, Status.FINGERPRINTS_UNVERIFIED)
_SURE = ("wrong_card", "card_unverified")  # said by chips; all else may be a card on its way up or down
_NO_ADDRESS = (Status.ITEM_EMPTY, Status.BAD_COMMAND)

Ask = Callable[[Request, float | None], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCard:
    """Wait (until the deadline) for a card and read it: SUCCESS with an IdCard. Progress: CardProgress.

    `photo`: decode it. `later_address`: ask for the address that was stored after printing. `fingerprints`: read them
    too, where reader and card have them. MEDIA says what is wrong with the card: wrong_card, two_cards,
    card_unreadable, card_unverified; HARDWARE what is wrong with the reader.
    """

    photo: bool = True
    later_address: bool = False
    fingerprints: bool = False


class CardProgress(StrEnum):
    WAITING = "waiting"  # no card yet
    READING = "reading"  # a card is there: hold it still
    MOVED = "moved"  # it went away too early: put it back
    LIFT_AGAIN = "lift_again"  # a card that was read before still lies there: lift it and put it back


@dataclass(slots=True)
class Glass:
    """What may lie on the reader, from one command to the next. Nothing is known at first."""

    may_hold_read_card: bool = True
    holds_hopeless_card: bool = False

    def clear(self) -> None:
        self.may_hold_read_card = self.holds_hopeless_card = False


def lies_still(ask: Ask) -> bool:
    """True when the selected card is still on the reader. After a good read most readers no longer "find" it, but they
    still answer the question for its later address (90 has one, 91 has none)."""
    return ask(protocol.READ_LATER_ADDRESS, None).status in _LIES_STILL


class Reading:
    """One ReadCard on its way."""

    def __init__(self, wanted: ReadCard, ask: Ask, run: Run, *, glass: Glass, photos: PhotoDecoder) -> None:
        self._wanted = wanted
        self._ask = ask
        self._run = run
        self._glass = glass
        self._photos = photos
        self._progress: CardProgress | None = None
        self._is_lying = False  # a card that was read before
        self._misses = 0
        self._tries = 0
        self._doubt = ""  # what was wrong with the card at the last try
        self._is_address_asked_again = False

    def finish(self) -> Outcome:
        """Look until a card was read, well or badly."""
        self._report(CardProgress.WAITING)
        if self._wanted.photo:
            self._photos.prepare()
        broken = 0
        while True:
            outcome: Outcome | None = None
            try:
                outcome, broken = self._look(), 0
            except RemoteSilentError as error:
                self._run.check()  # the command's own deadline comes first
                self._run.missed(error)
            except RemoteWireError as error:
                broken += 1
                if broken >= BROKEN_LIMIT:
                    return Outcome(Completion.PROTOCOL, detail=error.code)
            if outcome is not None:
                return outcome
            self._run.pause(self._period_s)

    @property
    def _period_s(self) -> float:
        return CALM_PERIOD_S if self._is_lying or self._glass.holds_hopeless_card else LOOK_PERIOD_S

    def _look(self) -> Outcome | None:
        """None while there is no card, or none that can be read yet."""
        status = self._ask(protocol.FIND_CARD, None).status
        if status == Status.CARD_FOUND:
            return self._try_card()
        return self._find_nothing() if verdict_on(status).blame is Blame.CARD else self._judge(status)

    def _find_nothing(self) -> Outcome | None:
        self._is_lying = self._glass.may_hold_read_card and lies_still(self._ask)
        if self._tries and (self._is_lying or self._doubt in _SURE):  # some readers do not find it a second time
            return self._give_up()
        if self._is_lying:
            self._misses = 0
            self._report(CardProgress.LIFT_AGAIN)
            return None
        if self._progress is CardProgress.READING:
            self._report(CardProgress.MOVED)
        self._misses += 1
        if self._misses >= LIFTED_TIMES:
            self._tries = 0
            self._glass.clear()
        return None

    def _try_card(self) -> Outcome | None:
        self._misses, self._is_lying = 0, False
        if not self._glass.holds_hopeless_card:
            self._report(CardProgress.READING)
        selected = self._ask(protocol.SELECT_CARD, None).status
        if selected != Status.OK:
            return self._judge(selected)
        answer, split = self._ask_record()
        if answer.status != Status.OK:
            return self._judge(answer.status)
        try:
            return self._complete(split(answer))
        except RemoteWireError as error:  # the frame was whole: asked again, the card says the same
            self._glass.holds_hopeless_card = True
            return Outcome(Completion.PROTOCOL, detail=error.code)

    def _ask_record(self) -> tuple[Answer, Callable[[Answer], Record]]:
        self._glass.may_hold_read_card = True
        if self._wanted.fingerprints:
            answer = self._ask(protocol.READ_TEXT_PHOTO_FINGERPRINTS, READ_LIMIT_S)
            if answer.status not in _WITHOUT_FINGERPRINTS:
                return answer, protocol.split_record_with_fingerprints
        return self._ask(protocol.READ_TEXT_PHOTO, READ_LIMIT_S), protocol.split_record

    def _complete(self, record: Record) -> Outcome | None:
        """The typed card; None when it seems to have been lifted before its later address was read."""
        card = decode_card(record.text, None, record.fingerprints)
        if self._wanted.later_address:
            answer = self._ask(protocol.READ_LATER_ADDRESS, None)
            if answer.status == Status.OK:
                card = with_later_address(card, answer.data)
            elif answer.status not in _NO_ADDRESS and not self._is_address_asked_again:
                self._is_address_asked_again = True  # a reader that always fails here still gives the printed address
                return None
        photo = self._photos.decode(record.photo, self._run.until_s) if self._wanted.photo else None
        return Outcome(Completion.SUCCESS, replace(card, photo=photo))

    def _judge(self, status: int) -> Outcome | None:
        """None when another try may help."""
        verdict = verdict_on(status)
        if verdict.blame is Blame.WIRE:
            raise RemoteWireError(verdict.code)
        if verdict.blame is Blame.READER:
            return Outcome(Completion.HARDWARE, detail=verdict.code)
        self._tries += 1
        self._doubt = verdict.code
        return self._give_up() if self._tries >= TRIES_LIMIT else None

    def _give_up(self) -> Outcome:
        self._glass.holds_hopeless_card = True
        return Outcome(Completion.MEDIA, detail=self._doubt)

    def _report(self, progress: CardProgress) -> None:
        """Only what differs from the last one."""
        if progress is not self._progress:
            self._progress = progress
            self._run.report(progress)
