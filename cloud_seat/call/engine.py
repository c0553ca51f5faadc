"""Shell: carries out what the machine of a call decides: peer connections, timers, words to the hub and to the owner.

Everything but `on_frame` happens on one asyncio loop. Each peer connection lives in one task that opens, watches and
closes it, so that nothing outlives its call.
"""

import asyncio
import logging
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, assert_never, get_args

from cloud_seat.call import commands, machine
from cloud_seat.call.events import CallEvent, PictureScaled, ViewBroken
from cloud_seat.call.machine import Phase
from cloud_seat.call.media import AudioSink, AudioSource, Canceller, FrameSource, VideoFrame
from cloud_seat.call.quality import Quality
from cloud_seat.call.report import CallStats, RemoteMediaError
from cloud_seat.contract.sight import Sight, see
from cloud_seat.contract.signalling import CallEnded, CallReported, CallRequested, Message, OfferAccepted

if TYPE_CHECKING:
    from cloud_seat.call.peer import Peer

log = logging.getLogger(__name__)

PEER = "cloud_seat.call.peer"
STALL_S = 2.0
"""No media for this long is a break: people notice a frozen face at about two seconds."""
WATCH_S, WATCH_CLOSELY_S = 0.25, 0.03
FAREWELLS_LIMIT = 4
CLOSE_TIMEOUT_S = 5.0


class CallEngine:
    """The calls of one end, one after the other. `send` is the link's; `publish` must return quickly."""

    def __init__(
        self,
        send: Callable[[Message], bool],
        publish: Callable[[CallEvent], None],
        *,
        camera: FrameSource | None,
        microphone: AudioSource | None,
        on_frame: Callable[[VideoFrame], None],
    ) -> None:
        self.speaker = AudioSink()
        self._send, self._publish = send, publish
        self._camera, self._microphone, self._on_frame = camera, microphone, on_frame
        self._call = machine.Call()
        self._inbox: deque[machine.Event] = deque()
        self._farewells: deque[CallEnded | CallReported] = deque(maxlen=FAREWELLS_LIMIT)
        self._past, self._sight, self._quality = CallStats(), Sight(), Quality()
        self._timer: asyncio.TimerHandle | None = None
        self._peer: Peer | None = None
        self._peer_task: asyncio.Task[None] | None = None
        self._answer: asyncio.Future[str] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def phase(self) -> Phase:
        """Where the call stands."""
        return self._call.phase

    @property
    def is_matched(self) -> bool:
        """Whether two people are in this call: its link must not rest then."""
        return self._call.phase in machine.MATCHED

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing of any call is left: no connection, no task."""
        return not self._tasks

    @property
    def call_id(self) -> str:
        """The present call, or the last one; empty before the first."""
        return self._call.call_id

    @property
    def attempt(self) -> int:
        """Which offer of this call is meant; goes into every message about it."""
        return self._call.attempt

    def request(self, asked: CallRequested) -> None:
        """Kiosk: find the official. Raises LocalCallError while another call goes on."""
        self._begin(asked)

    def accept(self, *, call_id: str, attempt: int) -> None:
        """Seat: take an offered call. Raises LocalCallError while another call goes on."""
        self._begin(OfferAccepted(call_id=call_id, attempt=attempt))

    def cancel(self) -> None:
        """Stop waiting; the same as hanging up."""
        self.hang_up()

    def hang_up(self, reason: str = "resident") -> None:
        """End the call. Nothing happens when it is over already: both ends may hang up at the same moment."""
        if self._call.phase is not Phase.IDLE:
            self._feed(machine.HungUp(reason))

    def mute(self, on: bool) -> None:
        """Send silence, or the voice again."""
        if self._microphone:
            self._microphone.muted = on

    def camera(self, on: bool) -> None:
        """Send the picture, or a blank one."""
        if self._camera:
            self._camera.enabled = on

    def use_speaker(self, address: str, *, echo: Canceller | None = None) -> None:
        """Where the other end is heard: "null" or "alsa:default"; `echo` of that room. Raises MediaAddressError."""
        speaker, self.speaker = self.speaker, AudioSink(address, echo=echo)
        self.speaker.gain = speaker.gain
        speaker.stop()

    def set_volume(self, gain: float) -> None:
        """How loud the other end is heard; 1.0 is as it comes."""
        self.speaker.gain = gain

    async def on_message(self, message: Message) -> None:
        """`hear` for callers that await."""
        self.hear(message)

    def hear(self, message: Message) -> None:
        """Take in a message of the hub; those that do not concern a call are ignored. Never waits."""
        if isinstance(message, get_args(machine.Heard)):
            self._feed(message)

    def on_link(self, up: bool) -> None:
        """The link to the hub came or went. A running call is resumed by its id; media does not wait for it."""
        if up:
            while self._farewells and self._send(self._farewells[0]):
                self._farewells.popleft()
        self._feed(machine.LinkChanged(up))

    def stats(self) -> CallStats:
        """Numbers of this call, or of the last one; counts go on over reconnects."""
        return self._peer.stats().after(self._past) if self._peer else self._past

    def prepare(self) -> "asyncio.Future[type[Peer]] | None":
        """A call is likely: loads WebRTC, in a thread; done when it is there. None: it is there already."""
        if PEER in sys.modules:
            return None
        return asyncio.get_running_loop().run_in_executor(None, _load_peer)

    async def close(self) -> None:
        """Hang up if need be, and wait until everything is gone."""
        self.hang_up("closed")
        self._close_peer()
        self._stop_timer()
        await self.rest()

    async def rest(self) -> None:
        """Waits until the connections that were let go are gone, but for their objects: aiortc's hold each other, with
        the last pictures in the coders, until the next collection."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=CLOSE_TIMEOUT_S)

    def _begin(self, ask: CallRequested | OfferAccepted) -> None:
        if self._call.phase is Phase.ENDED:
            old = self._call
            self._call = machine.Call(link_up=old.link_up, peer=old.peer, timer=old.timer)
            self._past, self._sight, self._quality = CallStats(), Sight(), Quality()
        self.prepare()  # at the latest while the other end is looked for
        self._feed(machine.Asked(ask))

    # --- the machine ---
    def _feed(self, event: machine.Event) -> None:
        """One event after the other: an owner who acts inside `publish` waits for the commands before."""
        self._inbox.append(event)
        if len(self._inbox) > 1:
            return
        while self._inbox:
            try:
                self._step(self._inbox[0])
            finally:
                self._inbox.popleft()

    def _step(self, event: machine.Event) -> None:
        try:
            self._call, decided = machine.step(self._call, event)
        except machine.RemoteCallError as error:
            log.warning("out of place: %s", error)
            return
        for command in decided:
            self._carry_out(command)
        if self._call.phase is Phase.ENDED and (report := self._quality.report(self._call.call_id, self.stats())):
            self._quality = Quality()
            self._say(report)

    def _carry_out(self, command: commands.Command) -> None:
        match command:
            case commands.Send(message):
                self._say(message)
            case commands.OpenPeer():
                self._open_peer(command)
            case commands.ApplyAnswer(_, sdp):
                if self._answer and not self._answer.done():
                    self._answer.set_result(sdp)
            case commands.ClosePeer():
                self._close_peer()
            case commands.StartTimer(timer, after_s):
                self._stop_timer()
                self._timer = asyncio.get_running_loop().call_later(after_s, self._feed, machine.TimedOut(timer))
            case commands.StopTimer():
                self._stop_timer()
            case commands.Publish(event):
                self._publish(event)
            case _:
                assert_never(command)

    def _say(self, message: Message) -> None:
        """What cannot be said now is said again by the machine when the link is back. Farewells are kept and said
        once more then: a dead line swallows them without a word, and to say goodbye twice does no harm."""
        self._send(message)
        if isinstance(message, CallEnded | CallReported):
            self._farewells.append(message)

    def _stop_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    # --- one peer connection, one task ---
    def _open_peer(self, command: commands.OpenPeer) -> None:
        self._let_go()
        self._answer = asyncio.get_running_loop().create_future()
        self._peer_task = asyncio.create_task(self._live(command, self._answer), name=f"call-peer-{command.peer}")
        self._tasks.add(self._peer_task)
        self._peer_task.add_done_callback(self._bury)

    def _close_peer(self) -> None:
        self._let_go()
        if self._microphone:
            self._microphone.stop()
        self.speaker.stop()

    def _let_go(self) -> None:
        if self._peer_task:
            self._peer_task.cancel()
        self._past = self.stats()
        self._peer_task = self._peer = None

    def _bury(self, task: asyncio.Task[None]) -> None:
        """The catch-all of this lane: a peer connection that broke is replaced when the machine's timer runs out."""
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a peer connection broke: %s", type(error).__name__, exc_info=error)

    async def _live(self, command: commands.OpenPeer, answer: asyncio.Future[str]) -> None:
        """A peer connection from its first word to its last. Whatever goes wrong, the machine's timer tries again."""
        peer_type = await asyncio.to_thread(_load_peer)
        peer = peer_type(
            camera=self._camera,
            microphone=self._microphone,
            on_frame=self._on_frame,
            on_audio=lambda frame: self.speaker.push(frame),
            ice_servers=command.ice_servers,
        )
        self._peer = peer
        try:
            sdp = await (peer.answer(command.offer_sdp) if command.offer_sdp else peer.offer())
            self._feed(machine.PeerDescribed(command.peer, sdp))
            if not command.offer_sdp:
                await peer.accept_answer(await answer)
            await self._watch(command.peer, peer)
        except RemoteMediaError as error:
            log.warning("the other end's description cannot be used: %s", error)
        finally:
            await _put_away(peer)

    async def _watch(self, number: int, peer: "Peer") -> None:
        """Tell the machine when media starts and stops flowing, and the owner how large our picture is."""
        flowing, lines = False, peer.stats().lines_sent
        while True:
            await asyncio.sleep(WATCH_S if flowing else WATCH_CLOSELY_S)
            stats = peer.stats()
            self._quality.look(stats, time.monotonic())
            if lines != stats.lines_sent:
                lines = stats.lines_sent
                self._publish(PictureScaled(lines))
            last_s = stats.last_media_at_s
            self._sight, gap_s = see(self._sight, last_s)
            if gap_s:
                self._publish(ViewBroken(gap_s))
            if flowing != (last_s is not None and time.monotonic() - last_s < STALL_S):
                flowing = not flowing
                self._feed(machine.MediaFlowed(number) if flowing else machine.MediaFroze(number))


async def _put_away(peer: "Peer") -> None:
    try:
        await peer.close()
    except TimeoutError:
        log.info("a peer connection does not close: its relay may be gone")


def _load_peer() -> "type[Peer]":
    """WebRTC takes a quarter of a second and 40 MB to load: a booth at rest does without."""
    from cloud_seat.call.peer import Peer

    return Peer
