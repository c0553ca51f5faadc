"""Wiring: the engine lane: session, hands, link, sync, built on its own asyncio loop."""

import asyncio
import contextlib
import dataclasses
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path

import numpy as np

from cloud_seat.call.engine import CallEngine
from cloud_seat.call.events import CallEvent
from cloud_seat.call.media import VideoFrame
from cloud_seat.contract import signalling as wire
from cloud_seat.contract.board import CatalogueChanged
from cloud_seat.contract.once import Once
from cloud_seat.link.socket import Link, LinkDown, LinkEvent, LinkUp, MessageReceived
from devices.model import BoardChanged, DeviceEvent, Health, HealthChanged
from devices.registry import Registry, open_registry
from kiosk_app.config import ASSETS, VERSION, Settings
from kiosk_app.doors import Doors
from kiosk_app.hands.backlight import LOOK_EVERY_S, Backlight
from kiosk_app.hands.call import SEAT
from kiosk_app.hands.closing import ClosingHand
from kiosk_app.hands.crew import Crew, Reach, Rooms
from kiosk_app.hands.desk import Desk
from kiosk_app.hands.enrolment import EnrolmentWatch
from kiosk_app.hands.errands import ErrandHand
from kiosk_app.hands.hub import HubDoor
from kiosk_app.hands.kept_number import KeptNumber
from kiosk_app.hands.outbox import OutboxWatch
from kiosk_app.hands.storage import StorageWatch
from kiosk_app.hands.update import UpdateHand, booth_now
from kiosk_app.knowledge import Library, shipped_words
from kiosk_app.log_memory import LogMemory
from kiosk_app.opening import booth_of
from kiosk_app.own_key import SocketDoor, socket_url
from kiosk_app.own_things import device_configs, open_sealed
from kiosk_app.own_word import word_of
from kiosk_app.pulse import Condition
from kiosk_app.rehearsal.hand import RehearsalHand
from kiosk_app.rehearsal.kept import Kept, line_of
from kiosk_app.rehearsal.matter import Road
from kiosk_app.session import events
from kiosk_app.session.asking import feels
from kiosk_app.session.folder import Folder
from kiosk_app.session.quiet import Limits, limits_of
from kiosk_app.session.runner import Runner
from kiosk_app.session.state import CallState, Session, Stage
from kiosk_app.ui.glass import Glass
from kiosk_app.ui.idle import IdleGuard
from kiosk_app.ui.loudness import SHOW_EVERY_S
from kiosk_app.ui.presenters import Booth, present
from kiosk_app.update.pipe import UpdateNow, in_words
from offline_cache import (
    BoothRefused,
    CaseCommitted,
    HubKeysStored,
    Syncer,
    SyncEvent,
    SyncSettings,
    open_catalogue,
)
from offline_cache.asked import Asked
from offline_cache.ratings import Ratings

log = logging.getLogger(__name__)

IDLE_LOOK_S = 1.0
TALKING = (CallState.CONNECTED, CallState.LOST)
"""While nobody talks there is nothing to show."""


class Engine:
    """Everything of the engine lane. Made on the lane's loop; `run` until cancelled, then `close`."""

    def __init__(self, settings: Settings, rooms: Rooms, registry: Registry, glass: Glass, booth: Booth) -> None:
        self._settings, self._rooms, self.registry, self._glass = settings, rooms, registry, glass
        self._log = LogMemory()
        self._log.open()
        self.cache = rooms.cache
        self._library = rooms.library
        self.booth = booth
        self._backlight = Backlight(settings)
        self.runner = Runner(self._library.knowledge, self._publish)
        self.idle = IdleGuard(self.runner.post, limits=self._idle_limits, sees_nobody=self._sees_nobody)
        socket = socket_url(settings.hub_url, "/ws/kiosk")
        self._link = Link(
            socket,
            headers=SocketDoor(rooms.word, socket, settings.hub_ca_file),
            version=VERSION,
            publish=self._heard_link,
        )
        self._door = HubDoor(settings.hub_url, rooms.word, self._link.send, ca_file=settings.hub_ca_file)
        pinned = SyncSettings(ca_file=settings.hub_ca_file or None)
        self._syncer = Syncer(rooms.cache, settings.hub_url, rooms.word, publish=self._synced, settings=pinned)
        self._outbox = OutboxWatch(rooms.cache, self._door)
        self._desk = Desk(
            self.runner.post, self._library.knowledge, Folder(), glass.pictures.put, self._show_booth_soon
        )
        self._once = Once()
        self._tasks: set[asyncio.Task[None]] = set()
        self._health: dict[str, Health] = {}
        self._in_use = False
        self._loop = asyncio.get_running_loop()
        reach = Reach(self._desk, registry, self._door, glass.frames, glass.pictures, glass.forget_typing)
        self._crew = Crew(settings, rooms, reach, drain=self._syncer.link_up)
        self.sound = self._crew.lane
        self._rehearsal = self._rehearsing()
        restart = self._crew.keeper.restart
        self._errands = ErrandHand(
            self.runner.post, self._link.send, restart, health=self._health_report, lines=self._log.newest
        )
        self._rehearsal.on_end = self._errands.tested
        self._closing = ClosingHand(self.runner.post, rooms.closing)
        token = rooms.word if isinstance(rooms.word, str) else ""
        self._enrolment = EnrolmentWatch(Path(settings.token_file), token, tell=self._show_device, use=self._use_token)
        self.runner.use({**self._crew.duties(), **self._rehearsal.duties(), **self._errands.duties()})
        self.call_engine = self._crew.call.engine = self._crew.voice.engine = CallEngine(
            self._link.send,
            self._follow_call,
            camera=self._crew.camera,
            microphone=self._crew.voice.microphone,
            on_frame=self._show_seat,
        )
        self.call_engine.use_speaker(settings.speaker, echo=self._crew.echo)

    def _rehearsing(self) -> RehearsalHand:
        rooms, drain = self._rooms, self._syncer.link_up
        road = Road(
            self._settings, rooms.cache, rooms.catalogue, rooms.library, self.registry, door=self._door, drain=drain
        )
        return RehearsalHand(road, rooms.word, self._desk, rooms.rehearsals)

    async def run(self) -> None:
        """The lane's life. Ends by cancellation."""
        self._syncer.start()
        self._start(self._crew.search.warm_up())
        self._start(self._crew.asked.show())
        self.runner.post(self._found_voices())
        for role in self.registry.roles:
            self.heard_device(HealthChanged(role, self.registry.health(role)))
            if inputs := self.registry.inputs(role):
                self.heard_device(BoardChanged(role, inputs))
        async with asyncio.TaskGroup() as group:
            group.create_task(self._link.run())
            group.create_task(self.idle.run())
            group.create_task(self._keep_brightness())
            group.create_task(self._keep_loudness())
            group.create_task(StorageWatch(self.cache.reserve, self.heard_device).run())
            group.create_task(self._outbox.run())
            group.create_task(self.runner.run())
            group.create_task(self._crew.keeper.until_restart())
            group.create_task(self._rehearsal.keep_watch())
            group.create_task(self._errands.keep_watch())
            group.create_task(self._closing.keep_watch())
            group.create_task(
                UpdateHand(self._settings, lambda: booth_now(self.runner.session), self._heard_update).run()
            )

    async def close(self) -> None:
        """Call, sync, devices and disk, in that order."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._rehearsal.close(), 5)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.call_engine.close(), 5)
        await asyncio.to_thread(self._syncer.stop)
        await self._crew.sound.close()
        self._crew.let_go()
        self._door.close()
        await asyncio.to_thread(self.registry.close)
        self._crew.close()
        self._rooms.close()
        self._log.close()

    def _follow_call(self, event: CallEvent) -> None:
        self._link.hurry(self.call_engine.is_matched)
        self._crew.call.heard(event)

    def _found_voices(self) -> events.VoicesFound:
        chosen = self._settings
        voices, volume = self._crew.speaker.voices(), self._rooms.volume.value
        return events.VoicesFound(voices, bool(chosen.handset_speaker), volume, chosen.echo_typing)

    def heard_device(self, event: DeviceEvent) -> None:
        """A device changed. Any thread."""
        if isinstance(event, BoardChanged):
            self.runner.post(events.BoardChanged(event.inputs))
            return
        self._show_device(event)
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._report, event.role, event.health)

    def _show_device(self, event: HealthChanged) -> None:
        reasons = tuple(sorted(reason.code for reason in event.health.reasons))
        self.runner.post(events.DeviceChanged(event.role, str(event.health.state), reasons))

    def _report(self, role: str, health: Health) -> None:
        self._health[role] = health
        self._link.send(self._health_report())

    def _health_report(self) -> wire.HealthReported:
        """State and reasons of every device, for the official in the call and the operators."""
        return wire.HealthReported(
            devices={role: str(health.state) for role, health in self._health.items()},
            reasons={role: tuple(sorted(r.code for r in health.reasons)) for role, health in self._health.items()},
            in_use=self._in_use,
        )

    def condition(self) -> Condition:
        """For the supervisor. On the lane."""
        ambient = self.runner.session.ambient
        return Condition(ambient.devices, ambient.link_up)

    def _idle_limits(self) -> Limits:
        return limits_of(self.runner.session, self._settings)

    def _sees_nobody(self) -> bool:
        return feels(self.runner.session, "presence") is False

    async def _keep_brightness(self) -> None:
        while True:
            self._backlight.follow(resting=self.runner.session.ambient.rests)
            await asyncio.sleep(LOOK_EVERY_S)

    async def _keep_loudness(self) -> None:
        microphone, heard = self._crew.voice.microphone, self._glass.frames.heard
        while True:
            heard.put(microphone.level, self.call_engine.speaker.level)
            await asyncio.sleep(SHOW_EVERY_S if self.call_engine.is_matched else IDLE_LOOK_S)

    def _tell_use(self, session: Session) -> None:
        """The operators' board shows that somebody is here, and nothing of what they do."""
        in_use = session.stage is not Stage.WELCOME
        if in_use is not self._in_use:
            self._in_use = in_use
            self._link.send(self._health_report())

    def _publish(self, session: Session) -> None:
        self._tell_use(session)
        if session.stage is Stage.WELCOME:
            self._library.renew()
        self._backlight.follow(resting=session.ambient.rests)
        self._syncer.during_call(session.case_id if session.call.state in TALKING else None)
        self._glass.show(present(session, self._library.knowledge(), self.booth))

    def _show_booth_soon(self, **changes: object) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._show_booth, changes)

    def _show_booth(self, changes: dict[str, object]) -> None:
        booth = dataclasses.replace(self.booth, **changes)  # type: ignore[arg-type]  # names are checked by replace
        if booth != self.booth:
            self.booth = booth
            self._publish(self.runner.session)

    def _heard_update(self, now: UpdateNow) -> None:
        self._show_booth({"update": in_words(now)})

    def _show_seat(self, frame: VideoFrame) -> None:
        rows = np.frombuffer(frame.bgra, np.uint8).reshape(frame.height, frame.stride // 4, 4)
        self._glass.frames.put(SEAT, rows[:, : frame.width])

    def _synced(self, event: SyncEvent) -> None:
        """In the sync lane's thread."""
        if isinstance(event, CaseCommitted):
            self.runner.post(events.CaseCommitted(event.case_id, event.receipt.acceptance_number))
        if isinstance(event, BoothRefused | CaseCommitted | HubKeysStored) and not self._loop.is_closed():
            is_refused = isinstance(event, BoothRefused)
            self._loop.call_soon_threadsafe(self._enrolment.refused if is_refused else self._enrolment.known)

    def _use_token(self, token: str) -> None:
        socket = socket_url(self._settings.hub_url, "/ws/kiosk")
        self._link.headers = SocketDoor(token, socket, self._settings.hub_ca_file)
        self._door.use_token(token)
        self._rehearsal.word = token
        self._syncer.use_token(token)

    def _heard_link(self, event: LinkEvent) -> None:
        match event:
            case LinkUp(welcome=welcome):
                self.runner.post(events.LinkChanged(True, welcome.seats_online, welcome.seats_ready, welcome.texts))
                self._crew.call.forget_shared()
                self.call_engine.on_link(True)
                self._link.send(self._health_report())
                self._syncer.link_up()
                self._enrolment.known()
                self._outbox.repeat()
                self._crew.watch.repeat()
                self._start(self._crew.ratings.send_kept())
                self._start(self._crew.keeper.send_kept())
                self._start(self._crew.asked.send_kept())
                self._start(self._rehearsal.send_kept())
                self._start(self._take_catalogue())
            case LinkDown(reason=reason):
                self.runner.post(events.LinkChanged(False))
                self.call_engine.on_link(False)
                if reason == "stranger":
                    self._enrolment.refused()
            case MessageReceived(message=message):
                self._heard_message(message)

    async def _take_catalogue(self) -> None:
        await self._library.refresh(self._door)
        self._publish(self.runner.session)
        await self._crew.asked.show()
        await self._crew.search.warm_up()

    def _heard_message(self, message: wire.Message) -> None:
        if isinstance(message, wire.PresenceChanged):
            self.runner.post(events.LinkChanged(True, message.seats_online, message.seats_ready))
        if isinstance(message, wire.StoreChanged):
            self.runner.post(events.StoreChanged(message.is_away))
        if isinstance(message, CatalogueChanged):
            self._start(self._take_catalogue())
        if isinstance(message, wire.OfficialsChanged):
            self.runner.post(events.OfficialsChanged(message.officials, message.opens, message.closed))
        if not self._once.is_new(message):
            return
        self._crew.call.hear_message(message)
        self._crew.company.hear(message)
        self._errands.hear(message)
        self._closing.hear(message)
        self.call_engine.hear(message)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def open_engine(settings: Settings, data: Path, glass: Glass, publish: Callable[[DeviceEvent], None]) -> Engine:
    """On the lane's own thread. `publish`: where devices speak until the engine stands. Raises the rooms' errors."""
    doors = Doors(ASSETS)
    rooms = _open_rooms(settings, data, doors)
    try:
        registry = open_registry(device_configs(settings), publish)
    except BaseException:
        rooms.close()
        raise
    booth = dataclasses.replace(booth_of(settings, doors), rehearsal=line_of(rooms.rehearsals.newest()))
    return Engine(settings, rooms, registry, glass, booth)


def _open_rooms(settings: Settings, data: Path, doors: Doors) -> Rooms:
    catalogue = open_catalogue(data / "catalogue", shipped_words(ASSETS))
    cache = open_sealed(settings, data)
    return Rooms(
        cache=cache,
        catalogue=catalogue,
        ratings=Ratings(data / "ratings.sqlite", make_way=cache.reserve.make_way),
        slips=KeptNumber(data / "slips"),
        sheets=KeptNumber(data / "sheets"),
        volume=KeptNumber(data / "volume", settings.volume_level),
        asked=Asked(data / "asked.sqlite"),
        rehearsals=Kept(data),
        closing=data / "closing.json",
        library=Library(catalogue, doors, assets=ASSETS),
        popular=doors.popular(),
        word=word_of(settings),
        assets=ASSETS,
    )
