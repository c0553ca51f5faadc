"""Shell: the call and what the official may see: form, papers, face. The camera is on only while somebody answers."""

import asyncio
import functools
import gc
import logging
import threading
import time
import uuid
from concurrent.futures import Future

from cloud_seat.call import events as call_events
from cloud_seat.call.engine import CallEngine
from cloud_seat.call.media import FrameSource
from cloud_seat.contract import signalling as wire
from cloud_seat.contract.changes import newest
from cloud_seat.contract.papers import PaperState
from cloud_seat.contract.sight import Sight, see
from cloud_seat.contract.text import Text
from devices.camera.driver import Preview
from devices.camera.frame import CameraFrame, Rgb
from devices.errors import DeviceError
from devices.lease import Lease
from devices.model import Completion, Outcome
from devices.registry import Registry
from kiosk_app.hands.background import softened
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.hub import HubDoor
from kiosk_app.hands.paced import Pages
from kiosk_app.hands.pages import to_jpeg
from kiosk_app.interpreter import keep_loaded
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.asking import engine_of, needed_papers
from kiosk_app.session.folder import page_key
from kiosk_app.session.identity import wire_identity
from kiosk_app.session.state import Session
from kiosk_app.ui.pixels import to_bgra
from kiosk_app.ui.video import FrameStore

log = logging.getLogger(__name__)

ROLE = "face_camera"
SELF = "self"
SEAT = "seat"
WATCH_S, DRAWN_S = 4 * 3600.0, 0.3
FACE = "face"
"""The material of a picture for the ID check: no paper of any item."""
STILL = Text(zh="现场照", en="Photo taken here")
SHARE_EVERY_S = 0.1
"""How often the form goes out at most: the hub takes 40 messages a second, an eye sees a tenth of one as at once."""
SELF_VIEW_EVERY_S = 0.1
"""The resident's own small picture: ten a second are enough to see that one is seen."""
HEARING_S = 60.0
"""Who touches 听不清 again so soon is not helped by a louder voice."""


class CallHand:
    """PrepareCall, RequestCall, EndCall, Mute, TellHearing, SwitchCamera, SoftenBackground, Hold, ShareForm,
    SharePapers, TakeStill, SendLine, TellViewBroken, answers."""

    def __init__(self, door: HubDoor, desk: Desk, registry: Registry, frames: FrameStore, camera: FrameSource) -> None:
        self._door, self._desk, self._registry, self._frames, self._camera = door, desk, registry, frames, camera
        self.engine: CallEngine | None = None
        self._call_id = ""
        self._lease: Lease | None = None
        self._seeing = threading.Lock()
        """A picture that is on its way while the camera is stopped must not come after the last one was forgotten."""
        self._softens = False
        self._estimate: asyncio.TimerHandle | None = None
        self._shown_at_s, self._sight, self._pages = 0.0, Sight(), Pages()
        self._untold: list[wire.ViewBroken] = []
        self._shared: set[str] = set()
        self._unshared: Session | None = None
        self._sharing: asyncio.TimerHandle | None = None
        self._is_dark = False
        self._newest: Rgb | None = None
        self._stills = 0
        self._has_called = False
        self._sweeping: asyncio.Task[None] | None = None
        self._easing: asyncio.TimerHandle | None = None

    def prepare(self, command: do.PrepareCall, session: Session) -> None:
        """A quarter of a second's worth of modules, between question and first picture, which want the glass."""
        engine = self.engine
        assert engine is not None
        asyncio.get_running_loop().call_later(DRAWN_S, lambda: keep_loaded(engine.prepare()))

    def request(self, command: do.RequestCall, session: Session) -> None:
        """Asks the hub for the official who may."""
        assert self.engine is not None
        self._call_id, self._shared, self._softens = str(uuid.uuid4()), set(), session.soft_background
        identity = wire_identity(session)
        self._sight, self._untold, self._has_called, self._pages = Sight(), [], True, Pages()
        self._desk.post(events.CallRung(session.number, command.number, self._call_id))
        self.engine.request(
            wire.CallRequested(
                call_id=self._call_id,
                case_id=session.case_id,
                item_id=session.item_id,
                mode=session.mode,
                language=session.speaks,
                resident=identity.present.covered_name if identity else "",
                acting=identity is not None and identity.actor is not None,
            )
        )

    def end(self, command: do.EndCall, session: Session) -> None:
        """Cancels the queue or hangs up; the camera goes dark at once."""
        assert self.engine is not None
        self.engine.hang_up(command.reason)
        self.forget()

    def mute(self, command: do.Mute, session: Session) -> None:
        """Microphone."""
        assert self.engine is not None
        self.engine.mute(command.on)

    def tell_hearing(self, command: do.TellHearing, session: Session) -> None:
        """The desk is told; a minute without another touch is told to the session."""
        self._door.send(wire.HearingTold(call_id=self._call_id, again=command.again))
        self._forget_easing()
        eased = events.HearingEased(self._call_id)
        self._easing = asyncio.get_running_loop().call_later(HEARING_S, self._desk.post, eased)

    def _forget_easing(self) -> None:
        if self._easing is not None:
            self._easing.cancel()
            self._easing = None

    def switch_camera(self, command: do.SwitchCamera, session: Session) -> None:
        """Face camera."""
        self._is_dark = command.off
        if command.off:
            self.stop_camera()
        else:
            self._start_camera()

    def soften(self, command: do.SoftenBackground, session: Session) -> None:
        """From the next picture on."""
        self._softens = command.on

    def share_form(self, command: do.ShareForm, session: Session) -> None:
        """The form as it stands: at once, and while it is typed in the newest of each `SHARE_EVERY_S`."""
        self._unshared = session
        if self._sharing is None:
            self._share_newest()

    def _share_newest(self) -> None:
        session, self._unshared, self._sharing = self._unshared, None, None
        if session is not None:
            self._send_form(session)
            self._sharing = asyncio.get_running_loop().call_later(SHARE_EVERY_S, self._share_newest)

    def _send_form(self, session: Session) -> None:
        engine = engine_of(session, self._desk.knowledge())
        if engine is None:
            return
        self._door.send(
            wire.FormShared(
                call_id=self._call_id,
                case_id=session.case_id,
                item_id=session.item_id,
                form_id=engine.form.id,
                form_version=engine.form.version,
                values=dict(session.values),
                hidden=tuple(sorted(session.hidden)),
                errors=dict(session.errors),
                marks=tuple(session.call.marks),
                focus=session.focus,
                stage=session.stage.value,
                identity=wire_identity(session),
                changed=newest(self._desk.folder.changes),
                papers={
                    one.material_id: PaperState(state=one.state, pages=one.pages, due=one.due, accepted=one.is_accepted)
                    for one in session.papers
                },
            )
        )

    def share_papers(self, command: do.SharePapers, session: Session) -> None:
        """Pictures go beside the call by HTTP, then the seat is told where."""
        names = {material.id: material.name for material in needed_papers(session, self._desk.knowledge())}
        for paper in session.papers:
            for at, page in enumerate(paper.pages, start=1):
                name = names.get(paper.material_id)
                jpeg = self._desk.folder.pages.get(page_key(paper.material_id, page))
                if name is not None and jpeg is not None:
                    numbered = Text(zh=f"{name.zh} 第 {at} 页", en=f"{name.in_language('en')}, page {at}")
                    self._share_page(paper.material_id, page, numbered if len(paper.pages) > 1 else name, jpeg)

    def _share_page(self, material_id: str, page: int, name: Text, jpeg: bytes) -> None:
        scan_id = f"{material_id}-{page}-{len(jpeg)}"
        if scan_id in self._shared:
            return
        self._shared.add(scan_id)
        message = wire.ScanShared(
            call_id=self._call_id,
            scan_id=scan_id,
            material_id=material_id,
            name=name,
            size_bytes=len(jpeg),
            page=page,
        )
        asyncio.get_running_loop().create_task(self._put_scan(message, jpeg))

    def answer_mark(self, command: do.AnswerMark, session: Session) -> None:
        """The marked field is right now, or was all along."""
        self._door.send(wire.MarkAnswered(call_id=self._call_id, field=command.name, answer=command.answer))

    def answer_ask(self, command: do.AnswerAsk, session: Session) -> None:
        """What the resident said to what was asked for."""
        told = wire.AskAnswered(call_id=self._call_id, ask_id=command.ask_id, answer=command.answer, text=command.text)
        self._door.send(told)

    def heard(self, event: call_events.CallEvent) -> None:
        """What the engine reports, as events of the session."""
        call_id, post = self._call_id, self._desk.post
        match event:
            case call_events.Queued():
                self._queued(event)
            case call_events.Connected(seat=seat, attempt=attempt) if seat is not None:
                self._forget_estimate()
                self._desk.show(call_since_ms=int(time.time() * 1000))
                self._shared = set()
                self._start_camera()
                post(events.CallAnswered(call_id, attempt, seat))
            case call_events.MediaFlowing():
                post(events.CallStalled(call_id, False))
            case call_events.MediaStalled() | call_events.Retrying():
                post(events.CallStalled(call_id, True))
            case call_events.ViewBroken(gap_s=gap_s):
                post(events.ViewBroken(call_id, round(gap_s), "line"))
            case call_events.PictureScaled(lines=lines):
                post(events.PictureScaled(call_id, lines))
            case call_events.SeatWasLost():
                self._frames.clear(SEAT)
                post(events.CallLost(call_id))
            case call_events.Captioned(text=text):
                post(events.Captioned(call_id, text))
            case call_events.Ended(reason=reason):
                self._forget_estimate()
                self.forget()
                self._frames.clear(SEAT)
                post(events.CallOver(call_id, reason))
            case _:
                log.info("call event without a seat")

    def _queued(self, event: call_events.Queued) -> None:
        """An estimate holds as long as it says; after that nobody knows, and the resident is told so."""
        self._forget_estimate()
        told = functools.partial(events.CallQueued, self._call_id, event.position, reason=event.reason, late=event.late)
        self._desk.post(told(estimate_s=event.estimate_s))
        if event.estimate_s:
            loop = asyncio.get_running_loop()
            self._estimate = loop.call_later(event.estimate_s, lambda: self._desk.post(told(estimate_s=None)))

    def _forget_estimate(self) -> None:
        if self._estimate is not None:
            self._estimate.cancel()
            self._estimate = None

    def hear_message(self, message: wire.Message) -> None:
        """Messages about the case that are not the engine's."""
        match message:
            case wire.FieldMarked() if message.call_id == self._call_id:
                self._desk.post(events.FieldMarked(message.call_id, message.field, message.note))
            case wire.Asked(value=value, was=was) if message.call_id == self._call_id:
                asked = (message.ask_id, message.kind, message.target, message.note)
                self._desk.post(events.AskedFor(message.call_id, *asked, value, was))
            case wire.AskWithdrawn() if message.call_id == self._call_id:
                self._desk.post(events.AskTakenBack(message.call_id, message.ask_id))
            case wire.HandoverChanged(state=state, seat=seat) if message.call_id == self._call_id:
                self._desk.post(events.HandoverTold(message.call_id, seat if state == "asked" else None))
            case wire.ViewBroken() if message.call_id == self._call_id:
                self._desk.post(events.ViewBroken(message.call_id, message.gap_s, message.where))
            case wire.PaperAccepted(material_id=material_id, pages=pages) if message.call_id == self._call_id:
                self._desk.post(events.PaperAccepted(message.call_id, material_id, pages))
            case wire.Held(on=is_held) if message.call_id == self._call_id:
                self._desk.post(events.Held(message.call_id, is_held))
            case wire.IdentityConfirmed() if message.call_id == self._call_id:
                self._desk.post(events.PersonConfirmed(message.call_id, message.claim))
            case wire.Refused() if message.about == wire.Wrote.__name__:
                self._desk.post(events.LineUnsent(self._call_id))
            case wire.CaseDecided():
                self._desk.post(events.CaseDecided(message.case_id, message.decision, message.note, message.result))
            case _:
                pass

    def tell_view_broken(self, command: do.TellViewBroken, session: Session) -> None:
        """Into the case's record; the desk learns it from the form."""
        self._untold.append(wire.ViewBroken(call_id=self._call_id, gap_s=command.gap_s, where=command.where))
        self._tell()

    def _tell(self) -> None:
        while self._untold and self._door.send(self._untold[0]):
            self._untold.pop(0)

    def hold(self, command: do.Hold, session: Session) -> None:
        """Dark and silent; afterwards as the resident had it."""
        assert self.engine is not None
        self._is_dark = command.on or session.call.camera_off
        self.engine.mute(command.on or session.call.muted)
        if self._is_dark:
            self.stop_camera()
        else:
            self._start_camera()

    def send_line(self, command: do.SendLine, session: Session) -> None:
        """The resident's words."""
        if not self._door.send(wire.Wrote(call_id=self._call_id, said_id=str(uuid.uuid4()), text=command.text)):
            self._desk.post(events.LineUnsent(self._call_id))

    async def take_still(self, command: do.TakeStill, session: Session) -> None:
        """The newest picture of the face camera: to the hub's memory of this call, nowhere else."""
        rgb = self._newest
        if rgb is None:
            self._desk.post(events.AskDone(session.number, command.ask_id, "failed"))
            return
        jpeg = await asyncio.to_thread(to_jpeg, rgb)
        self._stills += 1
        message = wire.ScanShared(
            call_id=self._call_id, scan_id=f"{FACE}-{self._stills}", material_id=FACE, name=STILL, size_bytes=len(jpeg)
        )
        is_there = await self._put_scan(message, jpeg)
        self._desk.post(events.AskDone(session.number, command.ask_id, "" if is_there else "failed"))

    def forget_shared(self) -> None:
        """The link is new. The hub may have lost the pictures: the next SharePapers sends them all."""
        self._shared = set()
        self._tell()

    def forget(self) -> None:
        """Nothing of the resident is shown any more, nor waits to be."""
        self._unshared = None
        self._is_dark = False
        self._forget_easing()
        self.stop_camera()

    def sweep(self) -> None:
        """The visit is over: a collection frees what is left of its call, as soon as that has ended."""
        if self._has_called:
            self._has_called = False
            self._sweeping = asyncio.get_running_loop().create_task(self._sweep())

    async def _sweep(self) -> None:
        assert self.engine is not None
        await self.engine.rest()
        gc.collect()

    def stop_camera(self) -> None:
        """No picture leaves the booth from here on."""
        lease, self._lease = self._lease, None
        if lease is not None:
            lease.release()
        with self._seeing:
            self._newest = None
            self._camera.clear()
            self._frames.clear(SELF)

    def _start_camera(self) -> None:
        if self._lease is not None or self._is_dark:
            return
        try:
            self._lease = self._registry.claim(ROLE, owner=f"call-{self._call_id}")
        except DeviceError:
            log.info("call without a face camera")
            return
        lease = self._lease
        future = lease.run(Preview(functools.partial(self._saw, lease)), deadline_s=WATCH_S)
        future.add_done_callback(functools.partial(self._camera_ended, lease))

    def _saw(self, lease: Lease, frame: CameraFrame) -> None:
        rgb = softened(frame.rgb) if self._softens else frame.rgb
        with self._seeing:
            if self._lease is lease:
                self._show(rgb)

    def _show(self, rgb: Rgb) -> None:
        self._camera.push(rgb)
        self._newest = rgb
        now_s = time.monotonic()
        self._sight, gap_s = see(self._sight, now_s)
        if gap_s:
            self._desk.post(events.ViewBroken(self._call_id, round(gap_s), "camera"))
        if now_s - self._shown_at_s >= SELF_VIEW_EVERY_S:
            self._shown_at_s = now_s
            self._frames.put(SELF, to_bgra(rgb))

    def _camera_ended(self, lease: Lease, done: "Future[Outcome]") -> None:
        if done.result().completion is not Completion.CANCELLED:
            lease.release()

    async def _put_scan(self, message: wire.ScanShared, jpeg: bytes) -> bool:
        assert self.engine is not None
        page = self._pages.paced(jpeg, self.engine.stats)
        is_there = await self._door.put_scan(message.call_id, message.scan_id, message.media_type, page)
        if is_there:
            self._door.send(message)
        return is_there
