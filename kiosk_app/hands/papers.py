"""Shell: the document camera: live picture, what lies there, the flattened page."""

import asyncio
import functools
import time
from concurrent.futures import Future

from devices.camera.card_words import CardWord
from devices.camera.driver import Preview, TakePage
from devices.camera.flatten import flatten
from devices.camera.frame import CameraFrame, Rgb
from devices.camera.page import PageVerdict, find_page
from devices.camera.shutter import Shutter
from devices.errors import DeviceError
from devices.lease import Lease
from devices.model import Completion, Outcome
from devices.registry import Registry
from kiosk_app.config import Settings
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.pages import PageHand, encode
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.state import Session
from kiosk_app.ui.pixels import to_bgra
from kiosk_app.ui.video import FrameStore

ROLE = "document_camera"
STREAM = "document"
WATCH_S = 3600.0
STILL_S = 10.0
RETRY_S = 1.0


class PaperHand:
    """WatchPaper, TakePage, StopWatching."""

    def __init__(self, registry: Registry, desk: Desk, pages: PageHand, frames: FrameStore, settings: Settings) -> None:
        self._registry, self._desk, self._pages, self._frames = registry, desk, pages, frames
        self._settings = settings
        self._loop = asyncio.get_running_loop()
        self._lease: Lease | None = None
        self._watching = 0
        self._shutter = Shutter()
        self._looking: Future[None] | None = None
        self._shown_at_s = self._judged_at_s = self._began_at_s = 0.0

    def watch(self, command: do.WatchPaper, session: Session) -> None:
        """Live picture and verdicts until something else is wanted."""
        self._release()
        if not command.turned:
            self._pages.sides.forget()
        self._watching += 1
        self._shutter = Shutter(is_armed=not command.next_sheet)
        self._began_at_s = time.monotonic()
        self._desk.show(outline=())
        try:
            self._lease = self._registry.claim(ROLE, owner=f"session-{session.number}-papers")
        except DeviceError:
            self._retry_later(session, command, self._watching)
            return
        watching = self._watching
        future = self._lease.run(Preview(lambda frame: self._look(frame, session, watching)), deadline_s=WATCH_S)
        future.add_done_callback(lambda done: self._ended(done, session, command, watching))

    async def take(self, command: do.TakePage, session: Session) -> None:
        """The still picture, flattened and sealed; only then the resident hears "done"."""
        lease = self._lease
        if lease is None:
            self._desk.post(events.PageFailed(session.number, "no_camera"))
            return
        self._watching += 1
        lease.cancel()
        outcome = await asyncio.wrap_future(lease.run(TakePage(), deadline_s=STILL_S))
        self._desk.post(await self._kept(command, session, outcome.value))
        self._release()

    async def _kept(self, command: do.TakePage, session: Session, frame: object) -> events.Event:
        """Flattened and sealed; else why not."""
        if not isinstance(frame, CameraFrame):
            return events.PageFailed(session.number, "no_camera")
        sheet, trouble = await self._sheet(command, frame.rgb)
        if trouble == CardWord.TURN_OVER:
            return events.CardSideTaken(session.number)
        if trouble:
            return events.PageFailed(session.number, trouble)
        jpeg = await encode(self._pages.looker, frame.rgb if sheet is None else sheet)
        page = await self._pages.keep(session, command.material_id, jpeg, replaces=command.replaces)
        if not page:
            return events.PageFailed(session.number, "not_kept")
        self._desk.show(outline=())
        return events.PageTaken(session.number, command.material_id, page, "" if sheet is not None else "whole_desk")

    async def _sheet(self, command: do.TakePage, rgb: Rgb) -> tuple[Rgb | None, str]:
        """What is kept, and a verdict when nothing is yet. By hand anything may be: a sheet in place of a card, too."""
        look = functools.partial(self._loop.run_in_executor, self._pages.looker)
        if command.purpose:
            copy, word = await look(self._pages.sides.take, rgb, command.purpose)
            if copy is not None or not command.by_hand or word is not CardWord.NOT_A_CARD:
                return copy, "" if copy is not None else str(word)
        sheet = await look(_flat, rgb)
        return sheet, "" if sheet is not None or command.by_hand else "no_page"

    def stop(self, command: do.StopWatching, session: Session) -> None:
        """Camera off."""
        self.stop_now()

    def stop_now(self) -> None:
        """Gives the camera back, darkens the picture, forgets the half of a card."""
        self._release()
        self._pages.sides.forget()

    def _release(self) -> None:
        self._watching += 1
        if self._lease is not None:
            self._lease.release()
            self._lease = None
        self._frames.clear(STREAM)

    def _look(self, frame: CameraFrame, session: Session, watching: int) -> None:
        """In the camera's thread: shows the frame, and now and then has it judged in a thread of its own."""
        now_s = time.monotonic()
        if watching != self._watching:
            return
        if now_s - self._shown_at_s >= 1 / self._settings.preview_fps:
            self._shown_at_s = now_s
            self._frames.put(STREAM, to_bgra(frame.rgb))
        free = self._looking is None or self._looking.done()
        if free and now_s - self._judged_at_s >= self._settings.page_judge_every_s:
            self._judged_at_s = now_s
            self._looking = self._pages.looker.submit(self._judge_frame, frame.rgb, session, watching)

    def _judge_frame(self, rgb: Rgb, session: Session, watching: int) -> None:
        shutter = self._shutter.after(rgb)
        view = shutter.view
        if watching != self._watching:
            return
        self._shutter = shutter
        height, width = rgb.shape[:2]
        corners = tuple((float(x) / width, float(y) / height) for x, y in view.outline.corners) if view.outline else ()
        self._desk.show(outline=corners)
        is_slow = time.monotonic() - self._began_at_s >= self._settings.page_by_hand_after_s
        is_same = view.verdict is PageVerdict.GOOD and not shutter.is_armed
        verdict = "same_sheet" if is_same else str(view.verdict)
        self._desk.post(events.PageJudged(session.number, verdict, is_slow))
        if shutter.is_due(self._settings.page_still_count):
            self._desk.post(events.PageDue(session.number))

    def _ended(self, done: "Future[Outcome]", session: Session, command: do.WatchPaper, watching: int) -> None:
        if done.result().completion is not Completion.CANCELLED:
            self._loop.call_soon_threadsafe(self._retry_later, session, command, watching)

    def _retry_later(self, session: Session, command: do.WatchPaper, watching: int) -> None:
        if watching != self._watching:
            return
        self._desk.post(events.PageJudged(session.number, "no_camera"))
        self._loop.call_later(RETRY_S, self._retry, session, command, watching)

    def _retry(self, session: Session, command: do.WatchPaper, watching: int) -> None:
        if watching == self._watching:
            self.watch(command, session)


def _flat(rgb: Rgb) -> Rgb | None:
    outline = find_page(rgb)
    return None if outline is None or outline.is_cut else flatten(rgb, outline.corners)
