"""The keeper's page: only from the welcome page, behind a PIN; every way out leads home."""

import pytest

from kiosk_app.session import commands as do
from kiosk_app.session import events as on
from kiosk_app.session.machine import IllegalEventError
from kiosk_app.session.state import VOLUME_LEVELS, CallState, Keeper, Knowledge, Session, Stage
from kiosk_app.ui.presenters import Booth, present
from tests.kiosk_app.session.walk import RESIDENT, Walk


@pytest.fixture
def walk(knowledge: Knowledge) -> Walk:
    fresh = Walk(knowledge)
    fresh(on.LinkChanged(True, 1, 1), on.DeviceChanged("receipt_printer", "blocked", ("paper_out",)))
    return fresh


def _enter(walk: Walk) -> Session:
    walk(on.KeeperAsked(), on.PinTyped("123456"), on.WentOn())
    return walk(on.PinJudged(walk.session.number, ""))


def test_never_over_a_residents_matter(walk: Walk) -> None:
    walk.to_form()
    with pytest.raises(IllegalEventError):
        walk(on.KeeperAsked())


def test_nothing_shows_before_the_pin_was_right(walk: Walk, knowledge: Knowledge) -> None:
    walk(on.KeeperAsked(), on.PinTyped("12"), on.TaskChosen("restarted"))
    view = present(walk.session, knowledge, Booth(version="0.1.0"))["keeper"]
    assert (view["open"], view["devices"], view["tasks"], view["facts"], view["dots"]) == (False, [], [], [], "●●")
    assert not any(isinstance(command, do.DoTask) for command in walk.commands)


@pytest.mark.parametrize("code", ["wrong", "locked", "unset"])
def test_a_refused_pin_is_forgotten_and_said(walk: Walk, code: str) -> None:
    walk(on.KeeperAsked(), on.PinTyped("999999"), on.WentOn())
    assert walk.commands[-1] == do.CheckPin("999999") and walk.session.keeper.pin == ""
    walk(on.PinJudged(walk.session.number, code))
    assert (walk.session.notice, walk.session.keeper) == (f"pin_{code}", Keeper())


def test_devices_stand_in_words_with_their_reasons(walk: Walk, knowledge: Knowledge) -> None:
    view = present(_enter(walk), knowledge, Booth())["keeper"]
    devices = view["devices"]
    assert isinstance(devices, list)
    (printer,) = devices
    assert printer["title"] == "小票打印机" and printer["state"] == "trouble"
    assert printer["text"].startswith("要人处理\u00a0· ")


def test_one_task_at_a_time_and_its_answer(walk: Walk, knowledge: Knowledge) -> None:
    _enter(walk)
    walk(on.TaskChosen("link_test"), on.TaskChosen("self_test"))
    assert [command for command in walk.commands if isinstance(command, do.DoTask)] == [do.DoTask("link_test")]
    walk(on.TaskDone(walk.session.number, (("hub", True, 12), ("receipt_printer", False, 0))))
    told = present(walk.session, knowledge, Booth())["keeper"]["told"]
    assert told == [{"text": "中枢：正常 · 12 ms", "tone": "ok"}, {"text": "小票打印机：不行", "tone": "bad"}]


def test_aiming_watches_and_never_takes(walk: Walk) -> None:
    _enter(walk)
    walk(on.TaskChosen("aimed"))
    assert do.WatchPaper("", next_sheet=True) in walk.commands
    walk(on.PageJudged(walk.session.number, "good"), on.TaskChosen("link_test"))
    assert do.StopWatching() in walk.commands and not walk.session.keeper.aims
    assert not any(isinstance(command, do.TakePage) for command in walk.commands)


@pytest.mark.parametrize("way_out", [on.WentBack(), on.LeaveAsked(), on.IdleExpired(), on.Crashed()])
def test_every_way_out_leads_home_and_shuts_it(walk: Walk, way_out: on.Event) -> None:
    _enter(walk)
    walk(way_out)
    assert walk.session.stage in (Stage.WELCOME, Stage.APOLOGY) and walk.session.keeper == Keeper()
    assert isinstance(walk.last(do.Wipe), do.Wipe)


def test_nobody_is_called_and_nothing_lies_over_it(walk: Walk) -> None:
    _enter(walk)
    walk(on.CallAsked(), on.AsideOpened("complaint"))
    assert walk.session.call.state is CallState.NONE and walk.session.aside == ""


def test_a_card_opens_it_and_is_not_kept(walk: Walk) -> None:
    walk(on.KeeperAsked())
    assert walk.last(do.ReadCard) == do.ReadCard("card")
    walk(on.CardRead(walk.session.number, RESIDENT, "card"))
    assert walk.last(do.CheckCard) == do.CheckCard(RESIDENT.number) and walk.session.person is None
    walk(on.PinJudged(walk.session.number, ""))
    assert walk.session.keeper.is_open
    walk(on.LeaveAsked())
    assert walk.session.stage is Stage.TAKE_CARD and isinstance(walk.last(do.KeepCard), do.KeepCard)


def test_a_card_in_the_other_reader_opens_it_too(walk: Walk) -> None:
    walk(on.DeviceChanged("smart_card", "ready"), on.KeeperAsked())
    number = walk.session.number
    both = [do.ReadCard("card"), do.ReadCard("social", beside=True)]
    assert [command for command in walk.commands if isinstance(command, do.ReadCard)] == both
    walk(on.CardFailed(number, "timeout", "card"))
    assert walk.last(do.ReadCard) == do.ReadCard("card", beside=True)
    walk(on.CardRead(number, RESIDENT, "social"), on.PinJudged(number, "card"))
    assert walk.last(do.ReadCard) == do.ReadCard("social", after_lift=True, beside=True)
    walk(on.CardRead(number, RESIDENT, "social"), on.PinJudged(number, ""))
    assert walk.session.keeper.is_open and not isinstance(walk.commands[-1], do.StopReading)


def test_another_card_may_be_tried_once_it_is_lifted(walk: Walk) -> None:
    walk(on.KeeperAsked(), on.CardRead(walk.session.number, RESIDENT, "card"))
    walk(on.PinJudged(walk.session.number, "card"))
    assert (walk.session.notice, walk.session.keeper) == ("pin_card", Keeper())
    assert walk.last(do.ReadCard) == do.ReadCard("card", after_lift=True)
    walk(on.CardFailed(walk.session.number, "unreadable", "card"), on.PinTyped("123456"), on.WentOn())
    walk(on.PinJudged(walk.session.number, ""))
    assert walk.session.keeper.is_open and isinstance(walk.commands[-1], do.StopReading)
    before = len(walk.commands)
    walk(on.CardRead(walk.session.number, RESIDENT, "card"), on.CardFailed(walk.session.number, "timeout", "card"))
    assert len(walk.commands) == before


def test_the_usual_loudness_stays_on_its_scale_and_outlives_the_wipe(walk: Walk, knowledge: Knowledge) -> None:
    _enter(walk)
    for _ in range(VOLUME_LEVELS):
        walk(on.TaskChosen("louder"), on.TaskDone(walk.session.number, ()))
    levels = [command.level for command in walk.commands if isinstance(command, do.SetUsualVolume)]
    assert levels == list(range(5, VOLUME_LEVELS + 1))
    view = present(walk.session, knowledge, Booth())["keeper"]
    assert (view["canTurnUp"], view["canTurnDown"]) == (False, True)
    walk(on.LeaveAsked())
    assert walk.session.ambient.usual_volume == VOLUME_LEVELS
