"""Shell: an official without a person: takes calls, says a caption, marks a field, asks, decides, ends the call."""

import asyncio
import gc
from collections.abc import Callable, Mapping

from cloud_seat.call import events
from cloud_seat.call.engine import CallEngine
from cloud_seat.call.machine import Phase
from cloud_seat.call.media import AudioSource, FrameSource
from cloud_seat.call.mirror import Mirror
from cloud_seat.contract.signalling import (
    AskAnswered,
    Asked,
    Captioned,
    CaseDecided,
    CaseSubmitted,
    FieldMarked,
    FormShared,
    HearingTold,
    IdentityConfirmed,
    MarkAnswered,
    Message,
    OfferDeclined,
    Offered,
    OfferWithdrawn,
    PresenceSet,
    Refused,
    ScanShared,
)
from cloud_seat.link.socket import Link, LinkDown, LinkEvent, LinkUp, MessageReceived, SameHeaders
from cloud_seat.seat.door import Pass
from cloud_seat.seat.picture import DrawnOfficial
from cloud_seat.seat.script import Script

Say = Callable[[str, Mapping[str, object]], None]
"""Event name and its numbers and ids; never what a resident wrote."""
VERSION = "seat-bot"


class Attendant:
    """One seat, from `run` until cancelled. Everything happens on one loop, and every step is said.

    `mirror`: it sends back what it sees and hears. It ends when the hub wants its name and password again.
    """

    def __init__(self, entry: Pass, script: Script, say: Say, mirror: Mirror | None = None) -> None:
        self._script, self._say, self._mirror = script, say, mirror
        self._camera = mirror.camera if mirror else FrameSource()
        self._microphone = mirror.microphone if mirror else AudioSource(script.tone)
        self._link = Link(
            entry.socket_url, headers=SameHeaders(entry.headers, entry.tls), version=VERSION, publish=self._follow_link
        )
        self._engine = CallEngine(
            self._link.send,
            self._follow_call,
            camera=self._camera,
            microphone=self._microphone,
            on_frame=mirror.see if mirror else lambda frame: None,
        )
        if mirror:
            self._engine.speaker = mirror.speaker
        self._offer: Offered | None = None
        self._running: asyncio.Task[None] | None = None
        self._sweeping: asyncio.Task[None] | None = None
        self._timers: set[asyncio.TimerHandle] = set()
        self._greeted = self._marked = False
        self._confirmed = 0
        self._asked = set[int]()
        self.calls = self.frames_decoded = self.audio_frames = 0

    async def run(self) -> None:
        """Serve until cancelled; a call that goes on is ended first."""
        picture = None if self._mirror else DrawnOfficial(self._camera)
        if picture:
            picture.start()
        link = self._running = asyncio.create_task(self._link.run())
        try:
            await link
        finally:
            if picture:
                picture.stop()
            self._forget_timers()
            await self._engine.close()
            jobs = [job for job in (link, self._sweeping) if job]
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)

    # --- the link ---
    def _follow_link(self, event: LinkEvent) -> None:
        match event:
            case LinkUp(welcome):
                self._say("link_up", {"seat": welcome.seat.seat_id if welcome.seat else ""})
                self._engine.on_link(True)
                self._become_ready()
            case LinkDown(reason, retry_in_s):
                self._say("link_down", {"reason": reason, "retry_in_s": round(retry_in_s, 2)})
                self._engine.on_link(False)
                if self._mirror and reason == "refused" and self._running:
                    self._running.cancel()
            case MessageReceived(message):
                self._engine.hear(message)
                self._hear(message)

    def _hear(self, message: Message) -> None:
        match message:
            case Offered():
                self._consider(message)
            case OfferWithdrawn(call_id=call_id) if self._offer and self._offer.call_id == call_id:
                self._offer = None
                self._say("offer_withdrawn", {"call": call_id, "reason": message.reason})
            case FormShared():
                self._look_at(message)
            case ScanShared():
                self._say("scan", {"material": message.material_id, "size_bytes": message.size_bytes})
            case MarkAnswered(field=field):
                self._say("mark_answered", {"field": field})
            case AskAnswered(ask_id=ask_id, answer=answer):
                self._say("ask_answered", {"ask": ask_id, "answer": answer})
            case HearingTold(again=again):
                self._say("hearing_told", {"again": again})
            case CaseSubmitted():
                self._decide(message)
            case Refused(code=code, about=about):
                self._say("refused", {"code": code, "about": about})
            case _:
                return

    # --- the call ---
    def _consider(self, offer: Offered) -> None:
        self._say("offered", {"call": offer.call_id, "attempt": offer.attempt, "item": offer.item_id})
        self._offer = offer
        self._later(self._script.answer_after_s, self._answer, offer)

    def _answer(self, offer: Offered) -> None:
        if self._script.decline and self._offer is offer:
            self._offer = None
            declined = OfferDeclined(call_id=offer.call_id, attempt=offer.attempt, reason=self._script.decline)
            self._say("declined", {"call": offer.call_id, "sent": self._tell(declined)})
        elif self._offer is offer and self._engine.phase in (Phase.IDLE, Phase.ENDED):
            self._offer = None
            self._greeted = self._marked = False
            self._confirmed, self._asked = 0, set()
            self._say("answered", {"call": offer.call_id, "attempt": offer.attempt})
            self._engine.accept(call_id=offer.call_id, attempt=offer.attempt)

    def _follow_call(self, event: events.CallEvent) -> None:
        self._link.hurry(self._engine.is_matched)
        match event:
            case events.Connected(attempt=attempt):
                self._say("connected", {"call": self._engine.call_id, "attempt": attempt})
            case events.MediaFlowing():
                self._say("media_flowing", self._numbers())
                self._greet()
            case events.MediaStalled():
                self._say("media_stalled", self._numbers())
            case events.Ended(reason):
                self._end(reason)
            case events.Queued() | events.Retrying() | events.ViewBroken() | events.PictureScaled():
                return
            case events.SeatWasLost() | events.Captioned():
                return

    def _greet(self) -> None:
        if self._greeted:
            return
        self._greeted, call_id = True, self._engine.call_id
        if self._script.caption:
            self._tell(Captioned(call_id=call_id, attempt=self._engine.attempt, text=self._script.caption))
        if self._script.end_after_s is not None:
            self._later(self._script.end_after_s, self._hang_up, call_id)

    def _hang_up(self, call_id: str) -> None:
        if self._engine.call_id == call_id:
            self._engine.hang_up("seat")

    def _end(self, reason: str) -> None:
        numbers = self._numbers()
        self.calls += 1
        self.frames_decoded += numbers["frames_decoded"]
        self.audio_frames += numbers["audio_frames"]
        self._say("ended", {"call": self._engine.call_id, "reason": reason, **numbers})
        self._sweeping = asyncio.create_task(self._sweep())

    async def _sweep(self) -> None:
        """WebRTC's objects hold each other, with coders and their threads, until a collection: 7 MB a call."""
        await self._engine.rest()
        gc.collect()
        self._become_ready()

    # --- the matter ---
    def _look_at(self, form: FormShared) -> None:
        self._say("form", {"form": form.form_id, "stage": form.stage, "filled": len(form.values)})
        self._confirm(form)
        self._ask(form)
        if self._script.mark and not self._marked:
            field, note = self._script.mark
            mark = FieldMarked(call_id=form.call_id, attempt=self._engine.attempt, field=field, note=note)
            self._marked = self._tell(mark)
            self._say("marked", {"field": field, "sent": self._marked})

    def _ask(self, form: FormShared) -> None:
        """Once a call each, where the resident is; a proposed value goes over what stands in the form just seen."""
        for at, wish in enumerate(self._script.asks):
            if at in self._asked or wish.at_stage not in ("", form.stage):
                continue
            asked = Asked(
                call_id=form.call_id,
                attempt=self._engine.attempt,
                ask_id=f"{wish.kind}-{wish.target}",
                kind=wish.kind,
                target=wish.target,
                note=wish.note,
                value=wish.value or None,
                was=form.values.get(wish.target),
            )
            if self._tell(asked):
                self._asked.add(at)
            self._say("asked", {"ask": asked.ask_id, "kind": wish.kind})

    def _confirm(self, form: FormShared) -> None:
        """Once a claim: the next form that the booth shares says that it was heard."""
        identity = form.identity
        if not self._script.confirm or identity is None or (identity.present.is_proven and not identity.gap_s):
            return
        if identity.claim != self._confirmed:
            self._confirmed = identity.claim
            said = IdentityConfirmed(call_id=form.call_id, attempt=self._engine.attempt, claim=identity.claim)
            self._say("confirmed", {"claim": identity.claim, "sent": self._tell(said)})

    def _decide(self, submitted: CaseSubmitted) -> None:
        self._say("submitted", {"case": submitted.case_id, "number": submitted.acceptance_number})
        decision, note = self._script.decision, self._script.decision_note
        if decision:
            about = {"case_id": submitted.case_id, "call_id": submitted.call_id}
            decided = CaseDecided(**about, decision=decision, note=note)
            self._say("decided", {"case": submitted.case_id, "decision": decision, "sent": self._tell(decided)})

    # --- small things ---
    def _numbers(self) -> dict[str, int]:
        stats = self._engine.stats()
        return {
            "frames_sent": stats.frames_sent,
            "frames_decoded": stats.frames_decoded,
            "audio_frames": stats.audio_frames,
        }

    def _tell(self, message: Message) -> bool:
        return self._link.send(message)

    def _become_ready(self) -> None:
        if self._tell(PresenceSet(status="ready")):
            self._say("ready", {})

    def _later(self, after_s: float, act: Callable[..., None], *arguments: object) -> None:
        def run() -> None:
            self._timers.discard(handle)
            act(*arguments)

        handle = asyncio.get_running_loop().call_later(after_s, run)
        self._timers.add(handle)

    def _forget_timers(self) -> None:
        for handle in self._timers:
            handle.cancel()
        self._timers.clear()
