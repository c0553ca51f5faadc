"""Shell: what the emulated reader does on orders from its control port."""

import pytest

from devices.control import obey
from devices.id_card.driver import ReadCard
from devices.id_card.emulator import IdCardEmulator
from devices.id_card.layouts import CardKind
from devices.lease import Lease
from tests.devices.id_card.conftest import Hand, read


def _order(reader: IdCardEmulator, line: str) -> dict[str, object]:
    return obey(line.encode(), reader.act)


@pytest.mark.parametrize("kind", CardKind)
def test_any_kind_of_card_can_be_laid_down(reader: IdCardEmulator, lease: Lease, kind: CardKind) -> None:
    assert _order(reader, f'{{"do": "insert", "kind": "{kind}", "name": "测试乙", "fingerprints": 1}}') == {"ok": True}
    card = Hand(lease, ReadCard(fingerprints=True)).start().card()
    assert (card.kind, card.name, len(card.fingerprints)) == (kind, "测试乙", 1)


def test_cards_with_a_past(reader: IdCardEmulator, lease: Lease) -> None:
    _order(reader, '{"do": "insert", "valid_until": "20200102", "later_address": "测试市后来路2号"}')
    card = Hand(lease, ReadCard(later_address=True)).start().card()
    assert (card.valid_until, card.address) == ("2020-01-02", "测试市后来路2号")


def test_two_cards_one_of_them_a_bank_card(reader: IdCardEmulator, lease: Lease) -> None:
    _order(reader, '{"do": "insert"}')
    _order(reader, '{"do": "insert", "kind": "bank", "beside": true}')
    assert read(lease).detail == "two_cards"
    _order(reader, '{"do": "remove", "one": true}')
    assert read(lease).ok
    _order(reader, '{"do": "insert", "kind": "bank"}')
    assert read(lease).detail == "wrong_card"


def test_a_status_at_a_step(reader: IdCardEmulator, lease: Lease) -> None:
    _order(reader, '{"do": "insert"}')
    _order(reader, '{"do": "fault", "name": "status", "status": "33", "at": "read", "halts": true}')
    assert read(lease).detail == "card_unverified"
    _order(reader, '{"do": "fault", "name": null}')
    _order(reader, '{"do": "remove"}')
    _order(reader, '{"do": "find_again"}')
    _order(reader, '{"do": "insert"}')
    assert read(lease).ok
    assert read(lease).ok, "it is found again"


@pytest.mark.parametrize(
    "line",
    [
        '{"do": "insert", "kind": "passport"}',
        '{"do": "insert", "name": "太长太长太长太长太长太长太长太长"}',
        '{"do": "fault", "name": "status"}',
        '{"do": "fault", "name": "status", "status": "41", "at": "lunch"}',
        '{"do": "remove", "during": "lunch"}',
        '{"do": "fault", "name": "explode"}',
        '{"do": "dance"}',
    ],
)
def test_orders_that_make_no_sense_are_refused(reader: IdCardEmulator, line: str) -> None:
    assert _order(reader, line)["ok"] is False
