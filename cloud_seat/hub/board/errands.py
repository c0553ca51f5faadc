"""Shell: what operators ask of booths: words on the glass, a self-test, a restart, its log. Into the audit first."""

import secrets
from collections import deque
from typing import Any

import msgspec

from cloud_seat.contract.board import (
    CODE_LONGEST,
    DEVICES_LIMIT,
    ERRANDS,
    LOG_LINE_LONGEST,
    LOG_LINES,
    MESSAGE,
    WORDS_LONGEST,
    ErrandAsked,
    ErrandTold,
)
from cloud_seat.contract.rehearsal import WORDS_LIMIT
from cloud_seat.contract.text import Text
from cloud_seat.hub import words as between
from cloud_seat.hub.answers import RemoteRequestError
from cloud_seat.hub.clock import now_utc
from cloud_seat.hub.log import say
from cloud_seat.hub.rooms import Rooms
from cloud_seat.hub.store import audit, booth_words
from cloud_seat.hub.store.database import Database

KEPT = 20
STATES = ("waits", "begun", "done", "stopped", "unknown")


class Errand(msgspec.Struct, kw_only=True):
    """One of a booth. `state`: sent, or as in ErrandTold. `by`: who asked. What came of it as in ErrandTold, of each
    kind of errand the newest's alone."""

    errand_id: str
    what: str
    at: str
    by: str
    state: str = "sent"
    lines: tuple[str, ...] = ()
    devices: dict[str, str] = {}
    reasons: dict[str, tuple[str, ...]] = {}
    text: Text = Text(zh="")


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """As the page sends it."""

    what: str
    words: Text = Text(zh="")


class Errands:
    """The words of each booth outlive this hub; what became of the rest is known until it stops. All hubs know all."""

    def __init__(self, db: Database, rooms: Rooms) -> None:
        self._db, self._rooms = db, rooms
        self.words = db.run_now(booth_words.every)
        self._newest = dict[str, deque[Errand]]()

    def of(self, kiosk_id: str) -> list[Errand]:
        """The newest first."""
        return list(reversed(self._newest.get(kiosk_id, ())))

    async def ask(self, kiosk_id: str, wish: Wish, *, by: str) -> Errand:
        """Raises RemoteRequestError."""
        words = wish.words
        if wish.what not in ERRANDS or max(len(words.zh), len(words.en) // 2) > WORDS_LONGEST:
            raise RemoteRequestError(400, "bad_request")
        if wish.what != MESSAGE and kiosk_id not in self._rooms.booths:
            raise RemoteRequestError(409, "booth_offline")
        is_words = wish.what == MESSAGE

        def keep(db: Any) -> None:
            audit.note(db, actor=by, what=f"booth_{wish.what}", about=f"{kiosk_id} {words.zh}".strip())
            if is_words:
                booth_words.put(db, kiosk_id, words)

        await self._db.run(keep)
        if is_words:
            self._show(kiosk_id, words)
            self._rooms.peers.tell(between.GlassChanged(kiosk_id, words.zh, words.en))
        errand = Errand(errand_id=secrets.token_hex(8), what=wish.what, at=now_utc(), by=by)
        self._keep(kiosk_id, errand)
        self._tell_others(kiosk_id, errand)
        self._rooms.kiosks.reach(kiosk_id, ErrandAsked(errand_id=errand.errand_id, what=wish.what, words=words))
        return errand

    def arrived(self, kiosk_id: str) -> None:
        """A booth that was away, or has restarted, shows what it should, and no longer what was taken away."""
        words = self.words.get(kiosk_id, Text(zh=""))
        self._rooms.kiosks.send(kiosk_id, ErrandAsked(errand_id=secrets.token_hex(8), what=MESSAGE, words=words))

    def told(self, kiosk_id: str, told: ErrandTold) -> None:
        """How it stands, as the booth says."""
        for errand in self._newest.get(kiosk_id, ()):
            if errand.errand_id == told.errand_id and told.state in STATES:
                _settle(errand, told)
                self._forget_earlier(kiosk_id, errand)
                self._tell_others(kiosk_id, errand)
                say("hub.board", "errand of a booth", kiosk_id=kiosk_id, reason=errand.what, status=told.state)

    # --- other hubs ---
    def hear(self, word: between.ErrandMoved | between.GlassChanged) -> None:
        """Asked at another hub, or answered there."""
        if isinstance(word, between.GlassChanged):
            self._show(word.kiosk_id, Text(zh=word.zh, en=word.en))
        else:
            self._keep(word.kiosk_id, msgspec.json.decode(word.errand, type=Errand))

    async def read_again(self) -> None:
        """The words of all booths: another hub's may have been missed."""
        self.words = await self._db.run(booth_words.every)

    def _show(self, kiosk_id: str, words: Text) -> None:
        self.words = {one: kept for one, kept in self.words.items() if one != kiosk_id}
        self.words |= {kiosk_id: words} if words.zh else {}

    def _keep(self, kiosk_id: str, errand: Errand) -> None:
        kept = self._newest.setdefault(kiosk_id, deque(maxlen=KEPT))
        for at, one in enumerate(kept):
            if one.errand_id == errand.errand_id:
                kept[at] = errand
                return self._forget_earlier(kiosk_id, errand)
        kept.append(errand)
        return None

    def _forget_earlier(self, kiosk_id: str, newest: Errand) -> None:
        for errand in self._newest[kiosk_id]:
            if errand.what == newest.what and errand is not newest and newest.state in ("done", "stopped"):
                errand.lines, errand.devices, errand.reasons, errand.text = (), {}, {}, Text(zh="")

    def _tell_others(self, kiosk_id: str, errand: Errand) -> None:
        self._rooms.peers.tell(between.ErrandMoved(kiosk_id, msgspec.json.encode(errand)))


def _settle(errand: Errand, told: ErrandTold) -> None:
    """What the booth says, as long as it may be: its devices, or lines that it has masked."""
    errand.state = told.state
    errand.lines = tuple(line[:LOG_LINE_LONGEST] for line in told.lines[-LOG_LINES:])
    roles = [role for role in told.devices if len(role) <= CODE_LONGEST][:DEVICES_LIMIT]
    errand.devices = {role: told.devices[role][:CODE_LONGEST] for role in roles}
    errand.reasons = {role: _codes(told.reasons.get(role, ())) for role in roles}
    errand.text = Text(zh=told.text.zh[:WORDS_LIMIT], en=told.text.en[:WORDS_LIMIT])


def _codes(reasons: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code[:CODE_LONGEST] for code in reasons[:DEVICES_LIMIT])
