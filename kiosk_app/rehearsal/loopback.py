"""Shell: a loop-back call: to the hub's seat bot where one answers, else to another engine of this process."""

import asyncio

from cloud_seat.call.engine import CallEngine
from cloud_seat.call.media import Canceller
from cloud_seat.call.mirror import Mirror
from cloud_seat.contract import signalling as wire
from cloud_seat.contract.officials import Seat
from cloud_seat.contract.rehearsal import BROKEN, FINE, SKIPPED, StepTold
from cloud_seat.contract.text import Text
from cloud_seat.link.socket import Link, LinkDown, LinkEvent, LinkUp, MessageReceived
from kiosk_app.config import VERSION, Settings
from kiosk_app.own_key import HubWord, SocketDoor, socket_url
from kiosk_app.rehearsal.measuring import MeasuringEnd
from kiosk_app.rehearsal.plan import found

LINK_S = 6.0
_SEAT = Seat(seat_id="rehearsal", name="自检", department=Text(zh="自检", en="rehearsal"))
_BY_HUB = Text(zh="经过中枢，由自动应答的云坐席接听", en="by the hub, its seat bot answered")
_NO_MEDIA = Text(zh="云坐席接了，没有画面", en="the seat bot answered and no picture came")
_WHY = {
    "no_seat": Text(zh="中枢没有自动应答的云坐席", en="the hub has no seat bot"),
    "not_a_hub": Text(zh="中枢还不认得自检通话", en="the hub knows no rehearsal calls yet"),
    "": Text(zh="自动应答的云坐席一直在忙", en="the seat bot was busy all the time"),
}
_NO_HUB = Text(zh="连不上中枢", en="no hub in reach")


async def rehearse_call(settings: Settings, echo: Canceller | None, word: HubWord) -> list[StepTold]:
    """What was measured, and on which way."""
    steps, way = await _ByHub(settings, echo, word).call()
    if way.verdict == FINE:
        return [way, *steps]
    return [way, *await _inside(settings, echo)]


class _ByHub:
    """A socket of its own: the booth's link to the hub, and whoever is served by it, hear nothing of this."""

    def __init__(self, settings: Settings, echo: Canceller | None, word: HubWord) -> None:
        url = socket_url(settings.hub_url, "/ws/rehearsal")
        door = SocketDoor(word, url, settings.hub_ca_file)
        self._link = Link(url, headers=door, version=VERSION, publish=self._hear, open_timeout_s=LINK_S)
        self._end = MeasuringEnd(settings, echo, self._link.send)
        self._tried, self._trouble = asyncio.Event(), ""

    async def call(self) -> tuple[list[StepTold], StepTold]:
        """The steps, and which way it was; the way alone when nobody could answer."""
        running = asyncio.get_running_loop().create_task(self._link.run())
        try:
            async with asyncio.timeout(LINK_S):
                await self._tried.wait()
            steps = [] if self._trouble else await self._end.measure()
        except TimeoutError:
            steps, self._trouble = [], "timeout"
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        return steps, self._way(steps)

    def _way(self, steps: list[StepTold]) -> StepTold:
        if not self._end.is_matched:
            return found("way", SKIPPED, _inside_because(_WHY.get(self._trouble or self._end.ended, _NO_HUB)))
        if steps[0].verdict == BROKEN:
            return found("way", BROKEN, _NO_MEDIA)
        return found("way", FINE, _BY_HUB)

    def _hear(self, event: LinkEvent) -> None:
        match event:
            case LinkUp():
                self._end.engine.on_link(True)
                self._tried.set()
            case LinkDown(reason=reason):
                self._end.engine.on_link(False)
                self._trouble = self._trouble if self._tried.is_set() else reason
                self._tried.set()
            case MessageReceived(message=message):
                self._end.engine.hear(message)


def _inside_because(why: Text) -> Text:
    return Text(zh=f"{why.zh}，改在本机里试的通话", en=f"{why.en}: the call was tried inside this machine")


async def _inside(settings: Settings, echo: Canceller | None) -> list[StepTold]:
    """Both ends in this process, joined as the hub would."""
    loop, mirror = asyncio.get_running_loop(), Mirror()

    def from_booth(message: wire.Message) -> bool:
        if isinstance(message, wire.CallRequested):
            loop.call_soon(connect, message.call_id)
        elif isinstance(message, wire.Signal | wire.CallEnded):
            loop.call_soon(seat.hear, message)
        return True

    def from_seat(message: wire.Message) -> bool:
        if isinstance(message, wire.Signal | wire.CallEnded):
            loop.call_soon(booth.engine.hear, message)
        return True

    def connect(call_id: str) -> None:
        seat.accept(call_id=call_id, attempt=1)
        for engine in (seat, booth.engine):
            engine.hear(wire.CallConnected(call_id=call_id, attempt=1, seat=_SEAT))

    booth = MeasuringEnd(settings, echo, from_booth)
    seat = CallEngine(
        from_seat, lambda _: None, camera=mirror.camera, microphone=mirror.microphone, on_frame=mirror.see
    )
    seat.speaker = mirror.speaker
    for engine in (seat, booth.engine):
        engine.on_link(True)
    try:
        return await booth.measure()
    finally:
        await seat.close()
