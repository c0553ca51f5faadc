"""Shell: what a booth says on its socket, and what the hub does about it."""

import msgspec

from cloud_seat.contract import signalling as sg
from cloud_seat.contract.companions import CompanionMessage
from cloud_seat.hub import words
from cloud_seat.hub.lanes import Lanes
from cloud_seat.hub.links import Link
from cloud_seat.hub.log import say
from cloud_seat.hub.matching import events as ev
from cloud_seat.hub.store.people import KioskProfile
from cloud_seat.hub.welcome import NO_TIME_YET, REASON_LONGEST, welcome

LINE_LONGEST = 200
_Passed = sg.Signal | sg.FormShared | sg.ScanShared | sg.MarkAnswered | sg.HearingTold | sg.AskAnswered | sg.Wrote


class KioskTalk:
    """What a booth says and what it does."""

    def __init__(self, profile: KioskProfile, link: Link[KioskProfile], lanes: Lanes) -> None:
        self._kiosk_id, self._profile, self._link = profile.kiosk_id, profile, link
        self._socket = lanes.rooms.peers.new_socket()
        self._rooms, self._dispatch, self._companions = lanes.rooms, lanes.dispatch, lanes.companions
        self._duties, self._errands, self._place = lanes.duties, lanes.errands, ""
        self._closings = lanes.closings

    async def arrive(self) -> None:
        """Put it on the roll. A call from before waits until the kiosk says that it still has it."""
        self._rooms.directory.kiosks[self._kiosk_id] = self._profile.name
        self._link.send(welcome(self._dispatch, None, texts=self._rooms.sends_texts))
        self._place = await self._duties.place_of(self._kiosk_id)
        self._rooms.kiosks.enter(self._kiosk_id, self._link)
        self._rooms.booths.tell(self._kiosk_id)
        self._errands.arrived(self._kiosk_id)
        self._closings.arrived(self._kiosk_id)
        peers = self._rooms.peers
        peers.tell(words.Replaced(peers.hub_id, words.KIOSK, self._kiosk_id))
        await self._dispatch.submit(ev.KioskLeft(at_ms=NO_TIME_YET, kiosk_id=self._kiosk_id))

    async def leave(self) -> None:
        """Tell matching, unless a newer socket has taken over."""
        if self._rooms.kiosks.leave(self._kiosk_id, self._link):
            say("hub.sockets", "kiosk left", kiosk_id=self._kiosk_id)
            self._rooms.booths.tell(self._kiosk_id)
            gone = ev.KioskLeft(at_ms=NO_TIME_YET, kiosk_id=self._kiosk_id, socket=self._socket)
            await self._dispatch.submit(gone)

    async def hear(self, message: sg.Message) -> str:
        """Act on one message."""
        if getattr(message, "call_id", None) == "":
            return "bad_request"
        if isinstance(message, sg.CallRequested):
            self._rooms.ask(self._kiosk_id, msgspec.structs.replace(message, resident=message.resident[:8]))
        event = self._event(message)
        if event is not None:
            await self._dispatch.submit(event)
            return ""
        if isinstance(message, sg.HealthReported):
            self._rooms.share_health(self._kiosk_id, message)
            return ""
        if isinstance(message, sg.ErrandTold):
            self._errands.told(self._kiosk_id, message)
            return ""
        if isinstance(message, sg.ItemsWatched):
            await self._duties.refresh()
            self._rooms.watch(self._link, message.item_ids)
            return ""
        if isinstance(message, sg.ViewBroken | sg.CallReported):
            return await self._rooms.on_kiosk_record(self._kiosk_id, message)
        if isinstance(message, sg.AskAnswered):
            await self._rooms.on_answered(self._kiosk_id, message)
        if isinstance(message, CompanionMessage):
            return await self._companions.from_kiosk(self._kiosk_id, message)
        if isinstance(message, sg.Wrote) and len(message.text) > LINE_LONGEST:
            return "bad_request"
        if isinstance(message, _Passed):
            return self._pass_on(message)
        return "not_yours"

    def _event(self, message: sg.Message) -> ev.Event | None:
        at_ms, kiosk_id = NO_TIME_YET, self._kiosk_id
        match message:
            case sg.CallRequested():
                return ev.CallRequested(
                    at_ms=at_ms,
                    call_id=message.call_id[:64],
                    kiosk_id=kiosk_id,
                    case_id=message.case_id[:64],
                    item_id=message.item_id[:100],
                    mode=message.mode[:16],
                    language=message.language[:8],
                    place=self._place,
                    socket=self._socket,
                )
            case sg.CallResumed(call_id=call_id, attempt=attempt):
                said = {"kiosk_id": kiosk_id, "call_id": call_id[:64], "socket": self._socket}
                return ev.CallResumedByKiosk(at_ms=at_ms, attempt=attempt, **said)
            case sg.CallEnded(call_id=call_id, attempt=attempt, reason=reason):
                return ev.CallEndedByKiosk(
                    at_ms=at_ms,
                    kiosk_id=kiosk_id,
                    call_id=call_id[:64],
                    attempt=attempt,
                    reason=reason[:REASON_LONGEST] or "resident",
                )
            case _:
                return None

    def _pass_on(self, message: _Passed) -> str:
        if isinstance(message, sg.FormShared | sg.ScanShared) and not self._keep(message):
            return "not_in_call"
        attempt = message.attempt if isinstance(message, sg.Signal) else None
        call = self._rooms.live(message.call_id, attempt=attempt, kiosk_id=self._kiosk_id)
        if call is not None:
            if isinstance(message, sg.Wrote):
                self._rooms.remember(call.call_id).wrote.append(message)
            self._rooms.seats.reach(call.seat_id, message)
            return ""
        return "" if isinstance(message, sg.FormShared | sg.ScanShared) else "not_in_call"

    def _keep(self, message: sg.FormShared | sg.ScanShared) -> bool:
        """Remember what is shared, also while no official has answered yet."""
        call = self._dispatch.state.calls.get(message.call_id)
        if call is None or call.kiosk_id != self._kiosk_id:
            return False
        if isinstance(message, sg.ScanShared):
            self._rooms.remember(message.call_id).share_scan(message)
        else:
            self._rooms.remember(message.call_id).form = message
            self._companions.company.show_form(message.call_id, message)
        return True
