"""Shell: of equally good finds the booth shows first what can be done here now, and what is begun here often."""

import asyncio
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from kiosk_app.hands.desk import Desk
from kiosk_app.hands.search import SearchHand
from kiosk_app.session import commands as do
from kiosk_app.session import events
from kiosk_app.session.folder import Folder
from kiosk_app.session.offers import suits
from kiosk_app.session.state import Ambient, Session
from offline_cache import open_catalogue
from tests.kiosk_app.qml.sample_finding import knowledge

LATER, HERE = "elder-privilege-card", "longevity-allowance"


def test_what_suits_the_booth() -> None:
    known = knowledge()
    here, hall = known.items[HERE], msgspec.structs.replace(known.items[LATER], channels=("hall",))
    assert suits(here, (), Ambient(), known) == 0.5 and suits(hall, (), Ambient(), known) == 0
    often = (LATER, HERE)
    assert suits(hall, often, Ambient(), known) == 0.5 and suits(here, often, Ambient(), known) == 0.75


def found(folder: Path, often: Sequence[str]) -> list[str]:
    told: list[events.Event] = []

    async def ask() -> None:
        desk = Desk(told.append, knowledge, Folder(), lambda *_: None, lambda **_: None)
        SearchHand(catalogue, desk, lambda _: often).search(do.Search("老年人"), Session())
        await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))

    with closing(open_catalogue(folder)) as catalogue:
        names = {item_id: knowledge().items[item_id].name.zh for item_id in (LATER, HERE)}
        catalogue.replace_all([{"id": item_id, "name": {"zh": name}} for item_id, name in names.items()], "1")
        asyncio.run(ask())
    (hits,) = told
    assert isinstance(hits, events.ResultsFound)
    return [item_id for item_id, _ in hits.hits]


def test_the_order_of_equally_good_finds(tmp_path: Path) -> None:
    assert found(tmp_path / "nothing asked", ()) == [HERE, LATER], "no official is there for the other"
    assert found(tmp_path / "often asked", (LATER,)) == [LATER, HERE]
