"""Shell: which device serves a way of saying who is here, how it is asked, and the person that its answer names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from devices.id_card.driver import AwaitRemoval as CardLifted
from devices.id_card.driver import ReadCard
from devices.id_card.layouts import IdCard
from devices.scanner.driver import ReadCode
from devices.scanner.protocol import Code
from devices.smart_card.driver import AwaitRemoval as ChipPulled
from devices.smart_card.driver import ReadChip
from devices.smart_card.profile import SocialCard
from kiosk_app.session.eid_code import read_code
from kiosk_app.session.state import Person, Proof


@dataclass(frozen=True, slots=True)
class Way:
    """`person(value)`: who it is, or why not as in CardFailed. `lifted` None: nothing is left lying there."""

    name: str
    role: str
    read: Callable[[], object]
    lifted: Callable[[], object] | None
    person: Callable[[object], Person | str]


def _of_card(value: object) -> Person | str:
    if not isinstance(value, IdCard):
        return "wrong"
    return Person(value.name, value.sex, value.nation, value.birth, value.address, value.number, value.valid_until)


def _of_chip(value: object) -> Person | str:
    if not isinstance(value, SocialCard):
        return "wrong"
    return Person(
        value.name,
        value.sex,
        value.nation,
        value.birth,
        "",
        value.number,
        value.valid_until,
        proof=Proof.SOCIAL_CARD,
    )


def _of_code(value: object) -> Person | str:
    return read_code(value.text, datetime.now(UTC)) if isinstance(value, Code) else "wrong"


WAYS = {
    way.name: way
    for way in (
        # nobody in the booth looks at the photo
        Way("card", "id_card", lambda: ReadCard(photo=False, later_address=True), CardLifted, _of_card),
        Way("social", "smart_card", ReadChip, ChipPulled, _of_chip),
        Way("code", "scanner", ReadCode, None, _of_code),
    )
}
