"""Shell: the invented people pass the checks of real ones and fit the card; pictures have the promised sizes."""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from cloud_seat.contract import formats

PEOPLE = json.loads((Path(__file__).parents[2] / "assets/samples/people.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["id"])
def test_numbers_have_valid_check_digits(person: dict[str, Any]) -> None:
    card = person["card"]
    assert formats.is_id_number(card["number"])
    assert card["number"].startswith("440113" + card["birth"].replace("-", ""))
    assert ("男" if int(card["number"][16]) % 2 else "女") == card["sex"]
    assert formats.is_phone(person["phone"]) and formats.is_bank_card(person["bank_account"])


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["id"])
def test_nobody_real(person: dict[str, Any]) -> None:
    assert person["invented"] is True
    assert "测试" in person["card"]["name"] and "样张" in person["card"]["address"]
    assert person["card"]["number"][14:17] in {"000", "001"}


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["id"])
def test_texts_fit_the_card(person: dict[str, Any]) -> None:
    card = person["card"]
    assert len(card["name"].encode("utf-16-le")) <= 30  # GA 450: 15 characters
    assert len(card["address"].encode("utf-16-le")) <= 70  # GA 450: 35 characters


def test_pictures(assets: Path) -> None:
    portrait = assets / "samples/resident-portrait.jpg"
    with Image.open(portrait) as picture:
        assert (picture.format, picture.size) == ("JPEG", (102, 126))
    assert portrait.stat().st_size <= 900
    with Image.open(assets / "samples/social-card-copy.png") as page:
        assert page.size == (1654, 2339)
