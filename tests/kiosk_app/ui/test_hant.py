"""Core: traditional characters for what we say, untouched characters for what people say."""

from dataclasses import replace

from kiosk_app.session import events as on
from kiosk_app.session.state import Call, CallState, Session
from kiosk_app.ui.presenters import Booth, present
from kiosk_app.ui.presenters.hant import HANT, in_hant, written_in_hant
from kiosk_app.ui.shown import Rows
from tests.docs.generated import knowledge
from tests.kiosk_app.session.walk import SEAT, Walk

TYPED = "后里干面馆3号"
"""In traditional characters it would read 後里乾麪館."""


def test_phrases_not_only_characters() -> None:
    assert in_hant("头发发展，干净的后台，皇后的身份证") == "頭髮發展，乾淨的後台，皇后的身份證"
    assert in_hant("EN 0417") == "EN 0417"
    assert in_hant("户口本，个体户") == "戶口本，個體戶"


def test_what_people_say_stays_as_they_said_it() -> None:
    walk = Walk(knowledge())
    walk.to_form()
    session = walk(on.WentOn(), on.LanguageChosen(HANT), on.FieldEdited("phone", TYPED))
    session = replace(session, query=TYPED, call=Call(state=CallState.CONNECTED, seat=SEAT, caption=TYPED))
    shown = present(session, walk.knowledge, Booth())
    fields = shown["form"]["fields"]
    assert isinstance(fields, Rows)
    values = {row["name"]: row["value"] for row in fields.rows}
    person = shown["identify"]["person"]
    assert session.person is not None and isinstance(person, dict)
    assert (values["phone"], person["name"]) == (TYPED, session.person.name)
    assert in_hant(session.person.name) != session.person.name
    assert shown["find"]["query"] == shown["call"]["caption"] == TYPED
    simplified = present(replace(session, language="zh"), walk.knowledge, Booth())
    assert shown["form"]["title"] == in_hant(str(simplified["form"]["title"])) != simplified["form"]["title"]


def test_answers_go_back_as_the_form_knows_them() -> None:
    row = {"name": "town", "label": "镇街", "choices": [{"value": "石楼镇", "label": "石楼镇"}]}
    shown = written_in_hant({"form": {"fields": Rows(("name", "label", "choices"), "name", (row,))}}, Session())
    fields = shown["form"]["fields"]
    assert isinstance(fields, Rows)
    assert fields.rows[0]["choices"] == [{"value": "石楼镇", "label": "石樓鎮"}]


def test_every_choice_of_language_is_kept_until_the_end() -> None:
    walk = Walk(knowledge())
    walk.to_form()
    for language in ("en", HANT, "zh", HANT):
        assert walk(on.LanguageChosen(language)).language == language
    assert walk(on.LanguageChosen("xx")).language == "zh"
