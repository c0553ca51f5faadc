"""Core: what can be done here, now, as this booth knows it: its form, its devices, and the officials online."""

from collections.abc import Sequence

from cloud_seat.contract import here_now
from cloud_seat.contract.here_now import Around, Offer
from cloud_seat.contract.here_now import Video as Video
from cloud_seat.contract.items import Item
from kiosk_app.session.asking import lacks_room
from kiosk_app.session.state import Ambient, Knowledge


def offer(item: Item, ambient: Ambient, knowledge: Knowledge) -> Offer:
    """The one answer for row, guide and call button."""
    around = Around(
        line=ambient.link_up,
        has_form=has_form(item, knowledge),
        officials=ambient.officials.get(item.id),
        opens=ambient.opens.get(item.id, ""),
        why=ambient.absent_for.get(item.id, ""),
        devices=ambient.devices,
        is_full=lacks_room(ambient, for_new=True),
    )
    return here_now.offer(item, around)


def suits(item: Item, often: Sequence[str], ambient: Ambient, knowledge: Knowledge) -> float:
    """0 … 1, for the order of equally good finds: first what can be done here now, then what is begun here often.

    `often`: items begun at this booth, the most frequent first.
    """
    use = 0.5 * (1 - often.index(item.id) / len(often)) if item.id in often else 0.0
    return use + (0.5 if offer(item, ambient, knowledge).is_now else 0.0)


def has_form(item: Item, knowledge: Knowledge) -> bool:
    """Whether the matter can be filled in here at all."""
    return "kiosk" in item.channels and item.form_id in knowledge.engines
