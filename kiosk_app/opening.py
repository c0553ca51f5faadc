"""Core: what the glass says while no resident has touched it and nothing is known of the world: the first picture."""

from dataclasses import replace
from datetime import date

from cloud_seat.contract.text import Text
from kiosk_app.config import VERSION, Settings
from kiosk_app.doors import Doors
from kiosk_app.session.state import Knowledge, Session
from kiosk_app.ui.presenters import Booth, present
from kiosk_app.ui.shown import Presentation


def booth_of(settings: Settings, doors: Doors) -> Booth:
    """What settings and assets say of this booth."""
    return replace(
        doors.booth(),
        name=Text(zh=settings.kiosk_name_zh, en=settings.kiosk_name_en),
        keeper_phone=settings.keeper_phone,
        takes_phones=bool(settings.phone_url),
        takes_keeper_card=bool(settings.keeper_cards),
        hub_url=settings.hub_url,
        version=VERSION,
    )


def opening(settings: Settings, doors: Doors, today: date) -> Presentation:
    """Every view, of a session in which nothing has happened."""
    knowledge = Knowledge({}, {}, doors.items(), today.isoformat())
    return present(Session(), knowledge, booth_of(settings, doors))
