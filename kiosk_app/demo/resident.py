"""Shell: one resident's whole matter as touches: from the welcome page to the welcome page."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kiosk_app.app import Kiosk
from kiosk_app.demo.fingers import Fingers, FingersError, Steps
from kiosk_app.demo.stall import StallMeter
from kiosk_app.session.state import CallState, Session

SIGNATURE = [
    [(0.20, 0.35), (0.30, 0.30), (0.27, 0.70), (0.22, 0.62)],
    [(0.36, 0.28), (0.38, 0.75)],
    [(0.48, 0.40), (0.60, 0.33), (0.66, 0.48), (0.55, 0.72), (0.70, 0.70)],
    [(0.76, 0.32), (0.84, 0.40), (0.80, 0.74)],
]
OFFICIAL_ENDS_S = 4.0
LOOK_S = 0.5
"""A person looks before touching; also lets animations end before a picture is taken."""


@dataclass
class Told:
    """What the journey found out, for journey.json."""

    steps: list[dict[str, Any]] = field(default_factory=list)
    frames_decoded: int = 0
    case_id: str = ""
    number: str = ""
    provisional: str = ""


class Resident:
    """`cue(word)` asks the conductor for a hand (card, paper, network) and returns at once."""

    def __init__(
        self, kiosk: Kiosk, fingers: Fingers, meter: StallMeter, cue: Callable[..., None], *, look_s: float = LOOK_S
    ) -> None:
        self._kiosk, self._fingers, self._meter, self._cue = kiosk, fingers, meter, cue
        self._look_s = look_s
        self.told = Told()
        fingers.page = lambda: str(self.shown("frame", "page"))

    def walk(self, person: dict[str, Any], *, offline: bool) -> Steps:
        """The whole matter. Raises FingersError where it stops."""
        parts: list[tuple[str, str, Steps]] = [
            ("welcome", "welcome page, official online", self.welcome()),
            ("find", "typed lnr, found 老年人长寿保健金", self.find()),
            ("identify", "ID card read (SAM frames over a pty)", self.identify()),
            ("form", "form filled by touch, error mended in place", self.form(person)),
            ("material", "paper outlined, flattened, sealed", self.material()),
            ("call", "call confirmed, queued, connected: picture and voice both ways", self.call()),
            ("correct", "the official marked a field, the resident mended it", self.correct()),
        ]
        if offline:
            parts.append(("cut", "call ended, network cut", self.cut()))
        parts.append(("sign", "signed by finger, application shown", self.sign()))
        if offline:
            parts += [
                ("store", "submitted without a network: sealed here, slip printed", self.store()),
                ("leave", "card taken, screen wiped", self.leave_stored()),
                ("deliver", "network back: case arrived once, copy destroyed", self.deliver()),
            ]
        else:
            parts += [
                ("submit", "submitted, number and slip", self.submit()),
                ("rate", "rated on five levels after the call", self.rate()),
                ("leave", "card taken, everything wiped", self.leave()),
            ]
        for name, what, steps in parts:
            yield from self._step(name, what, steps)

    def _step(self, name: str, what: str, steps: Steps) -> Steps:
        started_s, entry = time.monotonic(), {"name": name, "what": what, "ok": False, "seconds": 0.0}
        self._meter.where = name
        self.told.steps.append(entry)
        try:
            yield from steps
            entry["ok"] = True
        finally:
            entry["seconds"] = round(time.monotonic() - started_s, 2)

    # --- the parts ---
    def welcome(self, *, wants_official: bool = True) -> Steps:
        yield from self.on_page("welcome")
        yield from self._fingers.until(lambda: self.shown("frame", "linkUp"), "the hub")
        if wants_official:
            yield from self._fingers.until(self._somebody_ready, "an official at the desk")
        yield from self.look("welcome")

    def find(self) -> Steps:
        yield from self._fingers.tap("search")
        yield from self.on_page("find")
        yield from self._fingers.type_keys("lnr")
        yield from self._fingers.until(lambda: self.session.results, "search results")
        yield from self.look("find")
        yield from self.close_keyboard()
        yield from self._fingers.tap("result-longevity-allowance")
        yield from self._fingers.until(lambda: self.session.item_id, "the chosen item")
        yield from self.look("guide")
        yield from self._fingers.tap("startMatter")

    def identify(self) -> Steps:
        yield from self.on_page("identify")
        yield from self.look("identify")
        self._cue("insert-card")
        yield from self.on_page("form")
        yield from self.look("form-card")
        yield from self._fingers.tap("goOn")
        self.told.case_id = self.session.case_id

    def form(self, person: dict[str, Any]) -> Steps:
        fingers = self._fingers
        yield from fingers.tap("field-phone")
        yield from fingers.type_keys(person["phone"][:-1])
        yield from fingers.until(lambda: "phone" in self.session.errors, "the hint about the missing digit")
        yield from self.look("form-error")
        yield from fingers.type_keys("5")
        yield from self.close_keyboard()
        yield from fingers.tap("choice-relation-self")
        yield from fingers.until(lambda: self.session.values.get("relation") == "self", "the relation")
        yield from fingers.tap("goOn")
        yield from fingers.until(lambda: self.session.page == 2, "the third page")
        yield from fingers.tap("choice-bank_name-icbc")
        yield from fingers.tap("field-bank_account")
        yield from fingers.type_keys(person["bank_account"])
        yield from self.close_keyboard()
        yield from fingers.tap("choice-account_holder_same-yes")
        yield from fingers.until(lambda: not self.session.errors, "a form without errors")
        yield from self.look("form-payment")
        yield from fingers.tap("goOn")

    def material(self) -> Steps:
        yield from self.on_page("material")
        self._cue("put-paper")
        yield from self._fingers.until(lambda: self.shown("material", "outline"), "the outline of the paper")
        yield from self._fingers.pause(0.3)
        self._fingers.picture("material-live")
        yield from self._fingers.until(lambda: self.session.papers[0].state == "done", "the taken picture")
        yield from self.look("material-taken")
        self._cue("take-paper")
        yield from self._fingers.tap("goOn")
        yield from self.on_page("check")
        yield from self.look("check")

    def call(self) -> Steps:
        yield from self._fingers.tap("askCall")
        yield from self._fingers.until(lambda: self.session.overlay == "callConfirm", "the question before the call")
        yield from self.look("call-confirm")
        yield from self._fingers.tap("overlayYes")
        yield from self._fingers.until(lambda: self._waits() or self._is_connected(), "the queue")
        if self._waits():
            self._fingers.picture("call-waiting")  # without a look: the official may answer at once
        yield from self._fingers.until(self._is_connected, "the official")
        engine = self._kiosk.engine.call_engine
        yield from self._fingers.until(lambda: engine.stats().frames_decoded >= 30, "the official's picture")
        yield from self.look("call")

    def correct(self) -> Steps:
        yield from self._fingers.until(lambda: self.session.call.marks, "a marked field")
        yield from self.look("call-marked")
        yield from self._fingers.tap("field-phone")
        yield from self._fingers.erase(1)
        yield from self._fingers.type_keys("0")
        yield from self._fingers.until(lambda: not self.session.call.marks, "the mended mark")
        yield from self.look("call-mended")
        self._count_frames()

    def sign(self) -> Steps:
        yield from self.close_keyboard()
        yield from self._fingers.tap("goOn")
        yield from self.on_page("sign")
        yield from self._fingers.until(lambda: self.session.document, "the drawn application")
        for promise in self.shown("sign", "promises"):
            yield from self._fingers.tap(f"promise-{promise['id']}")
            yield from self._ticked(promise["id"])
        yield from self._fingers.draw("ink", SIGNATURE)
        yield from self.look("sign")
        yield from self._fingers.tap("goOn")
        yield from self.on_page("review")
        yield from self.look("review")
        self._count_frames()

    def _ticked(self, promise: str) -> Steps:
        """The glass shows it: only then the next one is touched."""
        yield from self._fingers.until(lambda: promise in self.session.ticked, "the tick")

    def submit(self) -> Steps:
        yield from self._fingers.tap("goOn")
        yield from self.on_page("done")
        self.told.number = self.session.acceptance
        yield from self._fingers.until(lambda: self.session.decision == "accepted", "the official's decision")
        yield from self.printed()
        yield from self.end_call("goOn")
        yield from self.look("done")

    def rate(self) -> Steps:
        yield from self._fingers.tap("rate-5")
        yield from self._fingers.until(lambda: self.session.rating == 5, "the rating")
        yield from self.look("rated")
        yield from self._fingers.tap("finish")

    def leave(self) -> Steps:
        yield from self.on_page("takeCard")
        yield from self.look("take-card")
        self._cue("remove-card")
        yield from self.on_page("welcome")
        yield from self._fingers.until(lambda: self.shown("welcome", "cleared"), "the proof of the wipe")
        yield from self.look("welcome-again")

    def cut(self) -> Steps:
        yield from self.close_keyboard()
        yield from self.end_call("hangUp")
        self._cue("cut-network")
        yield from self._fingers.until(lambda: not self.session.ambient.link_up, "the cut")
        yield from self.look("offline")

    def store(self) -> Steps:
        yield from self._fingers.tap("goOn")
        yield from self.on_page("stored")
        self.told.provisional = self.session.provisional
        yield from self.printed()
        yield from self.look("stored")

    def leave_stored(self) -> Steps:
        yield from self._fingers.tap("goOn")
        yield from self.leave()

    def deliver(self) -> Steps:
        cache = self._kiosk.engine.cache
        if [case.case_id for case in cache.pending()] != [self.told.case_id]:
            raise FingersError("the case does not wait in the outbox")
        self._cue("restore-network")
        yield from self._fingers.until(lambda: cache.receipt(self.told.case_id), "the hub's receipt")
        receipt = cache.receipt(self.told.case_id)
        self.told.number = receipt.acceptance_number if receipt else ""
        yield from self._fingers.until(lambda: not cache.pending(), "an empty outbox")
        yield from self._fingers.until(lambda: self.shown("frame", "linkUp"), "the hub")
        yield from self.look("online-again")

    # --- small things ---
    def _waits(self) -> bool:
        """The question is on the glass, not only on its way there."""
        return self._fingers.seen("overlay") is not None and self.shown("frame", "overlay") == "callWaiting"

    def _is_connected(self) -> bool:
        return self.session.call.state is CallState.CONNECTED

    def _somebody_ready(self) -> bool:
        return self.session.ambient.seats_ready > 0

    @property
    def session(self) -> Session:
        """What the engine knows now; only for waiting, never for acting."""
        return self._kiosk.engine.runner.session

    def shown(self, view: str, key: str) -> Any:
        return self._kiosk.parts.views.view(view).value(key)

    def on_page(self, page: str) -> Steps:
        yield from self._fingers.until(lambda: self.shown("frame", "page") == page, f"the page {page}")

    def look(self, picture: str) -> Steps:
        yield from self._fingers.pause(self._look_s)
        self._fingers.picture(picture)

    def printed(self) -> Steps:
        yield from self._fingers.until(lambda: self.session.printing.value == "printed", "the printed slip")

    def end_call(self, button: str) -> Steps:
        """The official ends it; if not, the resident does after a while."""
        until_s = time.monotonic() + OFFICIAL_ENDS_S
        while self.session.call.state is not CallState.NONE and time.monotonic() < until_s:
            yield
        if self.session.call.state is not CallState.NONE:
            yield from self._fingers.tap(button)
        yield from self._fingers.until(lambda: self.session.call.state is CallState.NONE, "the end of the call")
        if self.session.overlay == "callOver":
            yield from self.look("call-over")
            yield from self._fingers.tap("overlayYes")

    def close_keyboard(self) -> Steps:
        if self._fingers.seen("key-hide") is not None:
            yield from self._fingers.tap("key-hide")

    def _count_frames(self) -> None:
        self.told.frames_decoded = max(self.told.frames_decoded, self._kiosk.engine.call_engine.stats().frames_decoded)
