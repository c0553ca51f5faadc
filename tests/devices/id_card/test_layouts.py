"""Core: the four 256-byte layouts."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import RemoteWireError
from devices.id_card.layouts import (
    KIND_AT,
    LAYOUTS,
    LONG_TERM,
    CardKind,
    decode_card,
    is_expired,
    kind_of,
    pack_address,
    pack_fields,
    unpack_fields,
    with_later_address,
)
from devices.id_card.nations import CODE_BY_NATION, NATION_BY_CODE
from devices.id_card.number import judge_number
from devices.id_card.sam_model import SAMPLE_FIELDS, SAMPLES


@pytest.mark.parametrize("kind", CardKind)
def test_every_layout_tiles_the_record(kind: CardKind) -> None:
    assert sum(size for _, size in LAYOUTS[kind]) == 256
    if kind is not CardKind.RESIDENT:
        before = [size for _, size in LAYOUTS[kind]][: [name for name, _ in LAYOUTS[kind]].index("kind")]
        assert sum(before) == KIND_AT


def test_the_sample_card_reads_as_written() -> None:
    card = decode_card(pack_fields(CardKind.RESIDENT, SAMPLE_FIELDS), b"jpeg")
    assert (card.kind, card.name, card.sex, card.nation) == (CardKind.RESIDENT, "测试甲", "女", "汉")
    assert (card.birth, card.valid_from, card.valid_until) == ("1899-01-01", "2020-01-01", "长期")
    assert judge_number(card.number).ok
    assert card.photo == b"jpeg"
    assert len(card.raw) == 256


def test_a_card_shows_nothing_of_its_holder() -> None:
    card = decode_card(pack_fields(CardKind.RESIDENT, SAMPLE_FIELDS), None)
    assert repr(card) == str(card) == "IdCard(<redacted>)"


def test_a_foreigner_without_chinese_name_has_the_english_one() -> None:
    fields = {
        "english_name": "TESTPERSON, ALPHA BRAVO CHARLIE DEL",
        "english_name_rest": "TA",
        "sex": "1",
        "birth": "18990101",
        "number": "911999000000000000",
        "nationality": "ZZZ",
        "valid_from": "20230101",
        "valid_until": "20330101",
    }
    card = decode_card(pack_fields(CardKind.FOREIGNER_2023, fields), None)
    assert card.kind is CardKind.FOREIGNER_2023
    assert card.name == "TESTPERSON, ALPHA BRAVO CHARLIE DELTA"
    assert (card.sex, card.nation, card.address) == ("男", "ZZZ", "")


@pytest.mark.parametrize("kind", CardKind)
def test_the_sample_of_each_kind_reads_as_written(kind: CardKind) -> None:
    raw = pack_fields(kind, SAMPLES[kind])
    assert {name: text for name, text in unpack_fields(raw).items() if name in SAMPLES[kind]} == SAMPLES[kind]
    card = decode_card(raw, None, (b"finger",))
    assert (card.kind, card.name, card.birth) == (kind, SAMPLES[kind]["name"], "1899-01-01")
    assert judge_number(card.number).ok
    assert card.address == card.printed_address == SAMPLES[kind].get("address", "")
    assert card.fingerprints == (b"finger",)


def test_fields_that_only_some_kinds_have() -> None:
    cards = {kind: decode_card(pack_fields(kind, fields), None) for kind, fields in SAMPLES.items()}
    permit = cards[CardKind.HMT_RESIDENT]
    assert (permit.pass_number, permit.issues) == ("H00000000", "01")
    for kind in (CardKind.FOREIGNER_2017, CardKind.FOREIGNER_2023):
        foreigner = cards[kind]
        assert foreigner.english_name == "TESTPERSON, ALPHA BRAVO CHARLIE DELTA"
        assert (foreigner.nationality, foreigner.nation) == ("ZZZ", "ZZZ")
    newest = cards[CardKind.FOREIGNER_2023]
    assert (newest.renewals, newest.old_number) == ("01", "124")
    resident = cards[CardKind.RESIDENT]
    assert (resident.english_name, resident.nationality, resident.pass_number, resident.renewals) == ("", "", "", "")


def test_a_later_address_replaces_the_printed_one_and_keeps_it() -> None:
    card = decode_card(pack_fields(CardKind.RESIDENT, SAMPLE_FIELDS), None)
    moved = with_later_address(card, pack_address("测试省样例市后来路2号"))
    assert (moved.address, moved.printed_address) == ("测试省样例市后来路2号", SAMPLE_FIELDS["address"])
    assert with_later_address(card, pack_address("")) == card
    for size in (0, 69, 71):
        with pytest.raises(RemoteWireError):
            with_later_address(card, bytes(size))
    with pytest.raises(ValueError, match="70 bytes"):
        pack_address("长" * 36)


@pytest.mark.parametrize(
    ("until", "today", "expired"),
    [
        ("2026-11-23", "2026-11-22", False),
        ("2026-11-23", "2026-11-23", False),  # its last day
        ("2026-11-23", "2026-11-24", True),
        ("2026-11-23", "2027-01-01", True),
        (LONG_TERM, "9999-12-31", False),
        ("", "2026-11-24", False),
    ],
)
def test_a_card_expires_after_its_last_day(until: str, today: str, expired: bool) -> None:
    assert is_expired(until, today) is expired


@pytest.mark.parametrize("text", ["", "1899010", "1899-1-1", "二〇二〇一一", "１８９９０１０１"])
def test_a_date_that_is_none_is_a_wire_error(text: str) -> None:
    with pytest.raises(RemoteWireError):
        decode_card(pack_fields(CardKind.RESIDENT, SAMPLE_FIELDS | {"birth": text}), None)


def test_nation_codes() -> None:
    assert len(NATION_BY_CODE) == 58
    assert (NATION_BY_CODE["01"], NATION_BY_CODE["46"], NATION_BY_CODE["56"]) == ("汉", "德昂", "基诺")
    assert CODE_BY_NATION["土家"] == "15"


_TEXT = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0x9FFF, exclude_categories=["Cs", "Zs", "Cc"]), max_size=8
)


@given(st.sampled_from(list(CardKind)), st.data())
def test_records_round_trip(kind: CardKind, data: st.DataObject) -> None:
    wide = [name for name, size in LAYOUTS[kind] if size >= 16 and "reserved" not in name]
    fields = {name: data.draw(_TEXT) for name in wide}
    raw = pack_fields(kind, fields)
    assert kind_of(raw) is kind
    assert {name: text for name, text in unpack_fields(raw).items() if name in fields} == fields


@given(st.one_of(st.binary(min_size=256, max_size=256), st.binary(max_size=300)))
def test_any_bytes_are_a_card_or_a_wire_error(raw: bytes) -> None:
    with contextlib.suppress(RemoteWireError):
        with_later_address(decode_card(raw, None), raw[:70])
