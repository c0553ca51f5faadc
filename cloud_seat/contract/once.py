"""Core: what an end says again after a broken line counts once, by the id that it gave its words.

Only who shows the words can know: a hub that was restarted has forgotten what it passed on, and one that remembers does
not know whether it arrived.
"""

from collections import deque

from cloud_seat.contract.signalling import Message

KEPT = 200
"""Ids: an end says again only what it said in the last seconds, and the hub the last lines of a call."""


class Once:
    """The ids of what was heard last."""

    def __init__(self) -> None:
        self._known: deque[str] = deque(maxlen=KEPT)

    def is_new(self, message: Message) -> bool:
        """Whether it was not heard before. What carries no id always is."""
        said_id: str = getattr(message, "said_id", "")[:64]
        if not said_id:
            return True
        if said_id in self._known:
            return False
        self._known.append(said_id)
        return True
