"""Shell: what every socket's talk needs: who is there, who is matched with whom, who else is in a call."""

from typing import NamedTuple

from cloud_seat.hub.companions.talk import CompanionTalk
from cloud_seat.hub.dispatch import Dispatch
from cloud_seat.hub.rooms import Rooms


class Lanes(NamedTuple):
    """The three, built once."""

    rooms: Rooms
    dispatch: Dispatch
    companions: CompanionTalk
