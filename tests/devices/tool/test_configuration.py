"""Core: device tables of a booth, and the sentences of the tool."""

import pytest

from devices.model import Completion, DeviceConfig, Outcome
from devices.tool.configuration import parse_devices
from devices.tool.trouble import SENTENCES, LocalToolError, answer_of, error_of
from devices.tool.uses import USES

TABLE = '[[devices]]\nrole = "scanner"\nkind = "scanner"\naddress = "serial:a"\noptions = { baud = "9600" }\n'


def test_a_table_becomes_a_config() -> None:
    wanted = DeviceConfig(role="scanner", kind="scanner", address="serial:a", options={"baud": "9600"})
    assert parse_devices('hub_url = "x"\n' + TABLE) == [wanted]
    assert parse_devices(TABLE, "scanner") == [wanted]
    assert parse_devices("") == []


@pytest.mark.parametrize(
    "text",
    [
        "devices = 7",
        "devices = [7]",
        "[[devices]]",
        "[[devices",
        TABLE + "speed = 7",
        TABLE.replace('"serial:a"', "7"),
        TABLE.replace('"9600"', "9600"),
        TABLE.replace('{ baud = "9600" }', "7"),
    ],
)
def test_what_is_wrong_is_said(text: str) -> None:
    with pytest.raises(LocalToolError) as raised:
        parse_devices(text)
    assert raised.value.code == "bad_config"
    assert raised.value.fields["detail"]


def test_a_role_that_is_not_there() -> None:
    with pytest.raises(LocalToolError, match="no_such_role"):
        parse_devices(TABLE, "id_card")


@pytest.mark.parametrize("completion", [end for end in Completion if end is not Completion.SUCCESS])
def test_every_end_has_a_sentence(completion: Completion) -> None:
    for detail in ("", "a_word_nobody_knows"):
        answer = answer_of(error_of(Outcome(completion, detail=detail)))
        is_unknown = completion is Completion.OUTCOME_UNKNOWN  # why is of less use than what to do
        assert answer["code"] == (completion.value if is_unknown else detail or completion.value)
        assert answer["text"] == SENTENCES[completion.value]


def test_sentences_are_there_in_both_languages() -> None:
    assert all(text["zh"].endswith("。") and text["en"].endswith(".") for text in SENTENCES.values())


def test_names_of_devices_are_those_of_their_roles() -> None:
    assert all(name.replace("-", "_") == use.role for name, use in USES.items())
