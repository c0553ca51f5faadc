"""Shell: what every socket's talk needs: who is there, matched with whom, who else is in a call, who may do what, what
operators ask of booths, which of these are closed."""

from typing import NamedTuple

from cloud_seat.hub.board.booth_closings import BoothClosings
from cloud_seat.hub.board.errands import Errands
from cloud_seat.hub.companions.talk import CompanionTalk
from cloud_seat.hub.dispatch import Dispatch
from cloud_seat.hub.duties import Duties
from cloud_seat.hub.rooms import Rooms


class Lanes(NamedTuple):
    """Each built once."""

    rooms: Rooms
    dispatch: Dispatch
    companions: CompanionTalk
    duties: Duties
    errands: Errands
    closings: BoothClosings
