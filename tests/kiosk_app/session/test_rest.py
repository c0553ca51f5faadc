"""Core: when the glass rests, what wakes it, and that it never rests over somebody's matter."""

import pytest

from cloud_seat.contract.text import Text
from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.state import Knowledge, Stage
from kiosk_app.ui.presenters import Booth, present
from tests.kiosk_app.session.walk import Walk

NOBODY, SOMEBODY = on.BoardChanged({"presence": False}), on.BoardChanged({"presence": True})


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    return Walk(knowledge)


def _resting(walk: Walk) -> object:
    return present(walk.session, walk.knowledge, Booth())["frame"]["resting"]


def test_after_a_while_without_a_touch(walk: Walk) -> None:
    assert not _resting(walk)
    walk(on.LanguageChosen("en"), on.IdleExpired())
    assert _resting(walk) and walk.session.language == "zh"
    walk.commands.clear()
    walk(on.IdleExpired(), on.IdleExpired())
    assert walk.commands == [], "what rests is not wiped again and again"
    walk(on.Woken())
    assert not _resting(walk) and walk.session.stage is Stage.WELCOME


def test_a_touch_wakes_it_whatever_the_sensor_says(walk: Walk) -> None:
    walk(SOMEBODY, NOBODY)
    assert _resting(walk)
    walk(on.Woken())
    assert not _resting(walk)
    walk(NOBODY)
    assert not _resting(walk), "the same word of the sensor says nothing new"
    walk(on.IdleExpired())
    assert _resting(walk)
    walk(SOMEBODY)
    assert not _resting(walk)


def test_never_over_a_matter(walk: Walk) -> None:
    walk.to_form()
    walk(NOBODY)
    assert not _resting(walk) and not walk.session.ambient.rests
    walk(on.IdleExpired())
    assert walk.session.stage is Stage.TAKE_CARD and not _resting(walk)
    assert any(isinstance(command, do.Wipe) for command in walk.commands)


def test_going_on_ten_times_and_more(walk: Walk) -> None:
    walk.to_form()
    before = walk.session
    for _ in range(12):
        assert walk(on.IdleWarned(30)).overlay == "idle"
        walk(on.IdleEnded())
    assert walk.session == before


def _rehearses(walk: Walk) -> bool:
    return walk.session.ambient.rehearses


def _words(walk: Walk) -> object:
    return present(walk.session, walk.knowledge, Booth())["frame"]["restText"]


def test_by_night_it_tries_itself_and_gives_way_to_a_touch(walk: Walk) -> None:
    walk(on.RehearsalDue())
    assert not _rehearses(walk), "somebody may be reading the welcome page"
    walk(on.IdleExpired(), on.RehearsalDue(), on.RehearsalDue())
    assert [type(command) for command in walk.commands].count(do.Rehearse) == 1
    assert _resting(walk) and _words(walk) == "系统正在自检，\n触摸屏幕即可使用"
    walk(on.Woken())
    assert type(walk.commands[-1]) is do.StopRehearsal and not _resting(walk)
    walk(on.IdleExpired(), on.RehearsalDue(), on.RehearsalEnded())
    assert _resting(walk) and _words(walk) == "点一下屏幕，开始办事"
    assert [type(command) for command in walk.commands].count(do.StopRehearsal) == 1


@pytest.mark.parametrize(
    "happened",
    [SOMEBODY, on.BoardChanged({"door": True}), on.BoardChanged({"handset": True}), on.SearchOpened(), on.CallAsked()],
    ids=lambda event: type(event).__name__,
)
def test_a_rehearsal_ends_whatever_a_visit_begins_with(walk: Walk, happened: on.Event) -> None:
    walk(NOBODY, on.IdleExpired(), on.RehearsalDue())
    assert _rehearses(walk)
    walk(happened)
    assert not _rehearses(walk)
    assert any(isinstance(command, do.StopRehearsal) for command in walk.commands)


def test_never_beside_a_visit(walk: Walk) -> None:
    walk.to_form()
    walk(on.RehearsalDue())
    assert not _rehearses(walk)
    assert not any(isinstance(command, do.Rehearse) for command in walk.commands)


def _begun(walk: Walk) -> list[str]:
    return [command.what for command in walk.commands if isinstance(command, do.BeginErrand)]


def test_what_the_operators_want_begins_when_nobody_is_there(walk: Walk) -> None:
    walk(on.ErrandDue("restart"), on.ErrandDue("self_test"))
    assert _begun(walk) == [], "somebody may be reading the welcome page"
    walk(on.IdleExpired(), on.ErrandDue("self_test"), on.ErrandDue("restart"))
    assert _begun(walk) == ["self_test"] and _rehearses(walk), "a restart waits for the end of a self-test"
    walk(on.RehearsalEnded(), on.ErrandDue("restart"))
    assert _begun(walk) == ["self_test", "restart"]


def test_words_of_the_operators_are_for_everybody_until_they_are_taken_away(walk: Walk) -> None:
    def shown(place: str, name: str, *chosen: on.Event) -> object:
        walk(*chosen)
        return present(walk.session, walk.knowledge, Booth())[place][name]

    words = "政务中心通知：今天 16:30 停电"
    walk(on.WordsPut(Text(zh="今天 16:30 停电", en="No power from 16:30")))
    assert shown("welcome", "hint") == words and shown("frame", "noticeText") == ""
    assert shown("welcome", "question", on.ModeChosen("elder")) == words, "big letters have no hint"
    walk.to_form()
    assert shown("frame", "noticeText") == words
    said = shown("welcome", "hint", on.IdleExpired(), on.LanguageChosen("en"))
    assert said == "Office notice: No power from 16:30", "the next resident reads it, too"
    assert shown("welcome", "hint", on.WordsPut(Text(zh=""))) == "Type or touch. A person is always there to help."
