"""Shell: the document camera: live picture, what lies there, the flattened page, sealed when taken."""

import asyncio
import time
from concurrent.futures import Future, ThreadPoolExecutor

import cv2

from devices.camera.driver import Preview, TakePage
from devices.camera.flatten import flatten
from devices.camera.frame import CameraFrame, Rgb
from devices.camera.page import find_page
from devices.camera.shutter import Shutter
from devices.errors import DeviceError
from devices.lease import Lease
from devices.model import Completion, Outcome
from devices.registry import Registry
from kiosk_app.config import Settings
from kiosk_app.hands.case import CaseHand
from kiosk_app.hands.desk import Desk
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
JPEG_QUALITY = 85
"""A flattened A4 page at 200 dpi is about 0.5 MB: legible, and quick over a village line."""


class PaperHand:
    """WatchPaper, TakePage, DropPage, StopWatching."""

    def __init__(self, registry: Registry, desk: Desk, case: CaseHand, frames: FrameStore, settings: Settings) -> None:
        self._registry, self._desk, self._case, self._frames = registry, desk, case, frames
        self._settings = settings
        self._loop = asyncio.get_running_loop()
        self._looker = ThreadPoolExecutor(1, "page")
        self._lease: Lease | None = None
        self._watching = 0
        self._shutter = Shutter()
        self._looking: Future[None] | None = None
        self._shown_at_s = self._judged_at_s = 0.0

    def watch(self, command: do.WatchPaper, session: Session) -> None:
        """Live picture and verdicts until something else is wanted."""
        self.stop_now()
        self._watching += 1
        self._shutter = Shutter()
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
        code = await self._take_now(command.material_id, session, outcome.value)
        if code:
            self._desk.post(events.PageFailed(session.number, code))
            self.watch(do.WatchPaper(command.material_id), session)
            return
        self._desk.post(events.PageTaken(session.number, command.material_id))
        self.stop_now()

    async def _take_now(self, material_id: str, session: Session, frame: object) -> str:
        """Flattened and sealed; else why not."""
        if not isinstance(frame, CameraFrame):
            return "no_camera"
        jpeg = await self._loop.run_in_executor(self._looker, _flat_jpeg, frame.rgb)
        if jpeg is None:
            return "no_page"
        if not await self._case.add_page(session, page_name(material_id), "image/jpeg", jpeg):
            return "not_kept"
        self._keep(material_id, jpeg)
        return ""

    async def drop(self, command: do.DropPage, session: Session) -> None:
        """The resident does not like this picture."""
        self._desk.folder.pages.pop(command.material_id, None)
        await self._case.drop_page(session, page_name(command.material_id))

    def stop(self, command: do.StopWatching, session: Session) -> None:
        """Camera off."""
        self.stop_now()

    def stop_now(self) -> None:
        """Gives the camera back and darkens the picture."""
        self._watching += 1
        if self._lease is not None:
            self._lease.release()
            self._lease = None
        self._frames.clear(STREAM)

    def close(self) -> None:
        """Ends the thread."""
        self._looker.shutdown(cancel_futures=True)

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
            self._looking = self._looker.submit(self._judge_frame, frame.rgb, session, watching)

    def _judge_frame(self, rgb: Rgb, session: Session, watching: int) -> None:
        shutter = self._shutter.after(rgb)
        view = shutter.view
        if watching != self._watching:
            return
        self._shutter = shutter
        height, width = rgb.shape[:2]
        corners = tuple((float(x) / width, float(y) / height) for x, y in view.outline.corners) if view.outline else ()
        self._desk.show(outline=corners)
        self._desk.post(events.PageJudged(session.number, str(view.verdict)))
        if shutter.is_due(self._settings.page_still_count):
            self._desk.post(events.PageWanted())

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

    def _keep(self, material_id: str, jpeg: bytes) -> None:
        self._desk.folder.pages[material_id] = jpeg
        name = f"page-{material_id}"
        self._desk.show_picture(name, jpeg)
        shots = {m: f"image://papers/page-{m}?rev={self._watching}" for m in self._desk.folder.pages}
        self._desk.show(shots=shots, outline=())


def page_name(material_id: str) -> str:
    """Name of the sealed part."""
    return f"material/{material_id}/1"


def _flat_jpeg(rgb: Rgb) -> bytes | None:
    outline = find_page(rgb)
    if outline is None or outline.is_cut:
        return None
    page = flatten(rgb, outline.corners)
    ok, data = cv2.imencode(".jpg", cv2.cvtColor(page, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return bytes(data) if ok else None
