"""Core: the built-in profiles against a chip, what records say, and files that are no profiles."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import LocalConfigError, RemoteDeviceError, RemoteWireError
from devices.id_card.number import judge_number
from devices.id_card.sam_model import SAMPLE_FIELDS
from devices.smart_card.apdu import RemoteRefusedError
from devices.smart_card.driver import PROFILES
from devices.smart_card.profile import (
    ChipCard,
    ChipKind,
    Form,
    Profile,
    RemoteUnknownCardError,
    ResidencePermit,
    SocialCard,
    decode_value,
    parse_profile,
    read_card,
)
from tests.devices.smart_card.chip import SOCIAL_SECURITY, Chip, social_card

SOCIAL = (PROFILES / "social_security.toml").read_text("utf-8")
ENTITLED = 'card = "residence_permit"\napplication = "00A4040002A001"\n[[files]]\nselect = "00A4000002EF01"\n'
NUMBER = '{ field = "number", read = "00B2010400", as = "text" }'
NAME = '{ field = "name", read = "00B2020400", as = "text" }'


def _read(chip: Chip, profile: Profile | None = None) -> ChipCard:
    talk = read_card(profile or parse_profile(SOCIAL))
    command = next(talk)
    while True:
        try:
            command = talk.send(chip.answer(command))
        except StopIteration as end:
            assert isinstance(end.value, SocialCard | ResidencePermit)
            return end.value


@pytest.mark.parametrize("path", sorted(PROFILES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_built_in_profile_is_one_and_has_the_name_of_its_kind(path: Path) -> None:
    assert parse_profile(path.read_text("utf-8")).card == path.stem


@pytest.mark.parametrize(("spare_bytes", "piece_bytes"), [(0, 256), (3, 256), (0, 5), (3, 5)])
def test_a_social_security_card_is_read(spare_bytes: int, piece_bytes: int) -> None:
    """Whatever way the chip hands its answers over: at once, after 6Cxx, in pieces after 61xx."""
    card = _read(social_card(spare_bytes=spare_bytes, piece_bytes=piece_bytes))
    assert card == SocialCard(
        number=SAMPLE_FIELDS["number"],
        name="测试甲",
        sex="女",
        nation="汉",
        birth="1899-01-01",
        birthplace="440113",
        card_id="440113D1560000050000000000000000",
        card_class="33",
        card_number="X99999999",
        issued="2020-01-01",
        valid_until="2030-01-01",
    )
    assert judge_number(card.number).ok


@pytest.mark.parametrize("name", ["测试㐀", "测试𠮷", "测试·阿卜杜拉"])
def test_rare_names_survive(name: str) -> None:
    assert _read(social_card(name)).name == name


def test_a_card_shows_nothing_of_its_holder() -> None:
    card = _read(social_card())
    assert repr(card) == str(card) == "SocialCard(<redacted>)"
    permit = ResidencePermit(number="1", name="测试甲")
    assert repr(permit) == str(permit) == "ResidencePermit(<redacted>)"


def test_another_kind_of_card_is_unknown() -> None:
    with pytest.raises(RemoteUnknownCardError):
        _read(Chip(applications={b"bank": {}}))


def test_what_the_card_lacks_is_empty_but_number_and_name_must_be_there() -> None:
    holder = social_card().applications[SOCIAL_SECURITY][0xEF06]
    only_holder = Chip(applications={SOCIAL_SECURITY: {0xEF06: holder}})
    card = _read(only_holder)
    assert (card.name, card.issued) == ("测试甲", "")
    for missing in (8, 9):
        rest = {tag: value for tag, value in holder.items() if tag != missing}
        with pytest.raises(RemoteRefusedError):
            _read(Chip(applications={SOCIAL_SECURITY: {0xEF06: rest}}))
    with pytest.raises(RemoteWireError, match="empty_name"):
        _read(Chip(applications={SOCIAL_SECURITY: {0xEF06: {**holder, 9: b"\0" * 30}}}))
    with pytest.raises(RemoteRefusedError):
        _read(Chip(applications={SOCIAL_SECURITY: {}}))


def test_a_senseless_date_does_not_keep_a_resident_from_being_served() -> None:
    holder = social_card().applications[SOCIAL_SECURITY][0xEF06]
    chip = Chip(applications={SOCIAL_SECURITY: {0xEF06: {**holder, 13: bytes.fromhex("18991332")}}})
    assert (_read(chip).name, _read(chip).birth) == ("测试甲", "")


def test_a_province_says_how_its_permit_is_read() -> None:
    profile = parse_profile(f"{ENTITLED}records = [{NUMBER}, {NAME}]")
    chip = Chip(applications={b"\xa0\x01": {0xEF01: {1: b"810000189901010014", 2: "测试乙".encode("gb18030")}}})
    assert _read(chip, profile) == ResidencePermit(number="810000189901010014", name="测试乙")


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        (Form.HEX, "00ab", "00AB"),
        (Form.TEXT, "b2e2cad42020ffff", "测试"),
        (Form.TEXT, "ffffff", ""),
        (Form.DIGITS, "4401ff", "4401"),
        (Form.DATE, "18990101", "1899-01-01"),
        (Form.DATE, "00000000", ""),
        (Form.DATE, "ffffffff", ""),
        (Form.SEX, "31", "男"),
        (Form.SEX, "02", "女"),
        (Form.SEX, "39", ""),
        (Form.NATION, "56", "基诺"),
        (Form.NATION, "ff", ""),
    ],
)
def test_what_values_say(form: Form, value: str, text: str) -> None:
    assert decode_value(form, bytes.fromhex(value)) == text


@pytest.mark.parametrize(
    ("form", "value", "code"),
    [
        (Form.TEXT, "fefefe", "bad_text"),
        (Form.TEXT, "b2e2001b", "bad_text"),
        (Form.DIGITS, "44a1", "bad_digits"),
        (Form.DATE, "18991301", "bad_date"),
        (Form.DATE, "1899", "bad_date"),
    ],
)
def test_values_that_make_no_sense(form: Form, value: str, code: str) -> None:
    with pytest.raises(RemoteWireError, match=code):
        decode_value(form, bytes.fromhex(value))


@given(form=st.sampled_from(Form), value=st.binary(max_size=64))
def test_any_bytes_are_text_or_a_wire_error(form: Form, value: bytes) -> None:
    try:
        text = decode_value(form, value)
    except RemoteWireError:
        return
    assert text.isprintable() or form is Form.TEXT


@given(st.binary(max_size=1000))
def test_any_answers_are_a_card_or_a_remote_error(noise: bytes) -> None:
    """The noise is cut into answers; when it is used up, the card answers nothing but the first again."""
    answers = [noise[at : at + 9] + b"\x90\x00" for at in range(0, len(noise), 9)] or [b""]
    talk = read_card(parse_profile(SOCIAL))
    next(talk)
    with pytest.raises((RemoteDeviceError, StopIteration)):
        for turn in range(1000):
            talk.send(answers[turn % len(answers)])


@given(text=st.text(st.characters(min_codepoint=33, exclude_categories=["Cs"]), max_size=10))
def test_text_of_any_script_reads_as_written(text: str) -> None:
    padded = text.encode("gb18030").ljust(60, b"\0")
    assert decode_value(Form.TEXT, padded) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "card = 1",
        'card = "library"',
        'card = "residence_permit"\ncolour = "blue"',
        f"{ENTITLED}records = [{NUMBER}]",
        f"{ENTITLED}records = [{NUMBER}, {NAME}, {NAME}]",
        f'{ENTITLED}records = [{NUMBER}, {NAME}, {{ field = "pin", read = "00B2030400", as = "text" }}]',
        f"{ENTITLED}records = [{NUMBER}, {NAME.replace('00B2020400', 'B2')}]",
        f"{ENTITLED}records = [{NUMBER}, {NAME.replace('text', 'song')}]",
        f"{ENTITLED}records = [{NUMBER}, {NAME}]".replace('"00A4040002A001"', '""'),
        "card = [",
    ],
)
def test_files_that_are_no_profiles(text: str) -> None:
    with pytest.raises(LocalConfigError):
        parse_profile(text)


def test_an_empty_slot_is_a_profile() -> None:
    profile = parse_profile('card = "residence_permit"')
    assert (profile.card, profile.files) == (ChipKind.RESIDENCE_PERMIT, ())
