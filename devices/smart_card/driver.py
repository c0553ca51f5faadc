"""Shell: drives one smart card reader: waits for a card, talks with its chip, and waits until it is pulled out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from devices.errors import LocalConfigError, RemoteSilentError, RemoteWireError
from devices.model import Completion, Finding, Outcome, Severity
from devices.run import Run
from devices.smart_card.apdu import RemoteRefusedError, Talk
from devices.smart_card.profile import ChipKind, Profile, parse_profile, read_card
from devices.smart_card.reader import Reader, Slot, pattern_of
from devices.smart_card.service import RemoteCardLostError, RemoteCardTakenError
from devices.transport.wake import Wake

SERVICE_LIMIT_S = 0.5  # the service's own answers: less than a millisecond
CONNECT_LIMIT_S = 3.0  # power and answer to reset: about one second by ISO/IEC 7816-3, twice for two protocols
ANSWER_LIMIT_S = 3.0  # one answer of a chip: these files are read within 0.1 s
LOOK_PERIOD_S = 0.1
RETRY_PERIOD_S = 0.2
BROKEN_LIMIT = 3  # strange answers, or another program's card, before giving up
PROFILES = Path(__file__).parent / "profiles"

_LAST_WORDS = (Completion.SUCCESS, Completion.MEDIA)  # what the card itself said: asked again, it says the same
_IN_USE = Finding("card_in_use", Severity.BLOCKING)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ReadChip:
    """Wait (until the deadline) for a card and read it: SUCCESS with a SocialCard or ResidencePermit. Progress:
    ChipProgress. UNSUPPORTED when nothing says how to read this kind."""

    kind: ChipKind = ChipKind.SOCIAL_SECURITY


@dataclass(frozen=True, slots=True)
class AwaitRemoval:
    """SUCCESS as soon as no card is in the reader."""


class ChipProgress(StrEnum):
    WAITING = "waiting"  # no card yet
    READING = "reading"  # a card is there: leave it in
    MOVED = "moved"  # it was pulled out too early: put it back
    TURN_OVER = "turn_over"  # no contact: the chip is on the other side or end


class SmartCardDriver:
    """Options `profile` and `permit_profile`: a region's own file for social-security cards and residence permits;
    `answer_s`: how long a chip may take for one answer."""

    def __init__(self, address: str, wake: Wake, options: Mapping[str, str]) -> None:
        self._reader = Reader(pattern_of(address), wake)
        self._answer_limit_s = float(options.get("answer_s", ANSWER_LIMIT_S))
        self._profiles = {
            ChipKind.SOCIAL_SECURITY: _load(ChipKind.SOCIAL_SECURITY, options.get("profile")),
            ChipKind.RESIDENCE_PERMIT: _load(ChipKind.RESIDENCE_PERMIT, options.get("permit_profile")),
        }

    def open(self, run: Run) -> tuple[Finding, ...]:
        return self.probe(run)  # the reader opens its line whenever it has none

    def probe(self, run: Run) -> tuple[Finding, ...]:
        return _findings(self._reader.look(run.step_until_s(SERVICE_LIMIT_S)))

    def perform(self, command: object, run: Run) -> Outcome:
        if isinstance(command, ReadChip):
            return self._read(self._profiles[command.kind], run)
        if isinstance(command, AwaitRemoval):
            return self._await_removal(run)
        return Outcome(Completion.UNSUPPORTED)

    def forget(self) -> None:
        """Nothing read is kept."""
        self._reader.hang_up()

    def close(self) -> None:
        self._reader.close()

    def _read(self, profile: Profile, run: Run) -> Outcome:
        """A card that is pulled out too early is waited for; one that stays strange ends the command."""
        if not profile.files:
            return Outcome(Completion.UNSUPPORTED, detail="no_profile")
        wanted, failures = ChipProgress.WAITING, 0
        while True:
            self._await_card(wanted, run)
            try:
                outcome = self._converse(profile, run)
                failures += 1
                if outcome.completion in _LAST_WORDS or failures == BROKEN_LIMIT:
                    return outcome
            except RemoteCardLostError:
                wanted = ChipProgress.MOVED
            except RemoteSilentError as error:
                run.check()  # the command's own deadline comes first
                run.missed(error)
            run.pause(RETRY_PERIOD_S)

    def _await_card(self, wanted: ChipProgress, run: Run) -> None:
        """`wanted`: what an empty reader means to the resident now."""
        progress = {Slot.EMPTY: wanted, Slot.MUTE: ChipProgress.TURN_OVER}
        seen = None
        while (slot := self._look(run)) not in (Slot.CARD, Slot.TAKEN):
            if slot is not None and slot is not seen:
                run.report(progress[slot])
                seen = slot
            run.pause(LOOK_PERIOD_S)

    def _converse(self, profile: Profile, run: Run) -> Outcome:
        try:
            self._reader.connect(run.step_until_s(CONNECT_LIMIT_S))
            run.report(ChipProgress.READING)
            return Outcome(Completion.SUCCESS, self._talk(read_card(profile), run))
        except RemoteCardTakenError as error:
            return Outcome(Completion.NOT_READY, detail=error.code)
        except RemoteRefusedError as error:
            return Outcome(Completion.MEDIA, detail=error.code)
        except RemoteWireError as error:
            return Outcome(Completion.PROTOCOL, detail=error.code)
        finally:
            self._reader.hang_up()

    def _talk(self, talk: Talk[_T], run: Run) -> _T:
        """Carry a conversation to the card and back until it is over."""
        command = next(talk)
        while True:
            response = self._reader.transmit(command, run.step_until_s(self._answer_limit_s))
            try:
                command = talk.send(response)
            except StopIteration as end:
                value: _T = end.value
                return value

    def _await_removal(self, run: Run) -> Outcome:
        while self._look(run) is not Slot.EMPTY:
            run.pause(LOOK_PERIOD_S)
        return Outcome(Completion.SUCCESS)

    def _look(self, run: Run) -> Slot | None:
        """Also proves that reader and service live; None when nobody answered this time."""
        run.check()
        try:
            slot = self._reader.look(run.step_until_s(SERVICE_LIMIT_S))
        except RemoteSilentError as error:
            run.check()
            run.missed(error)
            return None
        run.heard(_findings(slot))
        return slot


def _findings(slot: Slot) -> tuple[Finding, ...]:
    return (_IN_USE,) if slot is Slot.TAKEN else ()


def _load(kind: ChipKind, path: str | None) -> Profile:
    """Raises LocalConfigError when the file is missing, or describes something else."""
    try:
        profile = parse_profile((Path(path) if path else PROFILES / f"{kind}.toml").read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise LocalConfigError(f"the smart card profile {path} cannot be read") from error
    if profile.card is not kind:
        raise LocalConfigError(f"the smart card profile {path} describes {profile.card}, not {kind}")
    return profile
