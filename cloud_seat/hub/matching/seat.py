"""Core: one official as matching sees them. Frozen; times in ms since 1970 UTC."""

from dataclasses import dataclass

from cloud_seat.hub.matching.standing import Standing

STATUSES = ("ready", "busy", "away")
"""What an official may say: ready; busy, which is at the counter; away. After a call matching itself says `AFTER`."""
AFTER = "after"
UNKNOWN = Standing()
"""Of a seat that was not here yet."""


@dataclass(frozen=True, slots=True)
class SeatState:
    """One official. `status` is what they say; `call_id` is set while a call rings or runs here.

    `unseen`: the page is hidden and may not show a notification, so a ring would reach nobody. `after_until_ms`: when
    the time for notes after a call ends by itself, `after_since_ms` when it began. `socket`: see `sockets`.
    `closed_until_ms`: a supervisor closed this seat until then, `closed_why` in a word; 0: it is open.
    """

    seat_id: str
    standing: Standing = UNKNOWN
    online: bool = False
    status: str = "online"
    idle_since_ms: int = 0
    left_at_ms: int = 0
    misses: int = 0
    call_id: str = ""
    unseen: bool = False
    after_since_ms: int = 0
    after_until_ms: int = 0
    socket: str = ""
    closed_until_ms: int = 0
    closed_why: str = ""

    @property
    def free(self) -> bool:
        """A call may be offered here now."""
        return self.status == "ready" and self._can_ring

    @property
    def takes_own(self) -> bool:
        """A call about a case that was here before may be offered: also while its notes are being written."""
        return self.status in ("ready", AFTER) and self._can_ring

    @property
    def _can_ring(self) -> bool:
        return self.online and not self.unseen and not self.call_id and not self.closed_until_ms

    @property
    def engaged(self) -> bool:
        """Has a call, rings, or writes notes, and takes the next one then."""
        return self.online and not self.closed_until_ms and (bool(self.call_id) or self.after_until_ms > 0)

    @property
    def at_work(self) -> bool:
        """Somebody is there, now or after the present task."""
        here = self.status in ("ready", "busy", AFTER) and not self.unseen
        return self.online and not self.closed_until_ms and (here or bool(self.call_id))

    @property
    def due_ms(self) -> int:
        """When something ends here by itself; 0: nothing does."""
        return min((due_ms for due_ms in (self.after_until_ms, self.closed_until_ms) if due_ms), default=0)

    def may(self, item_id: str) -> bool:
        """Whether this official may handle the item."""
        return self.standing.may(item_id)
