"""Core: when the question "still there?" comes, with the time as an argument."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.config import Settings
from kiosk_app.session.quiet import Limits, Quiet, left_s, limits_of, look, touch
from kiosk_app.session.state import Session, Stage

LIMITS = Limits(warn_s=60.0, gone_s=10.0, countdown_s=30.0)


def _asks_at(quiet: Quiet) -> float:
    return left_s(quiet, 0.0, LIMITS) - LIMITS.countdown_s


def test_big_letters_have_twice_as_long_and_the_keeper_as_long_as_is_set() -> None:
    booth = Settings()
    asked_s = [limits_of(Session(mode=mode), booth).warn_s for mode in ("standard", "contrast", "elder")]
    assert asked_s == [60.0, 60.0, 120.0]
    keeper = limits_of(Session(stage=Stage.KEEPER), booth)
    assert keeper.warn_s + keeper.countdown_s == booth.keeper_idle_s
    assert keeper.countdown_s >= 20, "WCAG 2.2.1"


def test_without_a_sensor_only_touches_count() -> None:
    quiet = look(touch(Quiet(0.0), 5.0), 7.0, sees_nobody=False)
    assert _asks_at(quiet) == 65.0


def test_who_walks_away_is_asked_sooner() -> None:
    assert _asks_at(look(Quiet(0.0), 40.0, sees_nobody=True)) == 50.0
    assert _asks_at(look(Quiet(0.0), 55.0, sees_nobody=True)) == 60.0, "never later than without a sensor"


def test_who_comes_back_before_the_question_has_all_the_time() -> None:
    gone = look(Quiet(0.0), 20.0, sees_nobody=True)
    assert _asks_at(look(gone, 25.0, sees_nobody=False)) == 60.0


def test_somebody_who_comes_near_does_not_end_the_question() -> None:
    asking = Quiet(0.0, gone_at_s=20.0, sees_nobody=True, is_asking=True)
    near = look(asking, 35.0, sees_nobody=False)
    assert (near.is_asking, _asks_at(near)) == (True, 30.0)
    assert _asks_at(look(near, 36.0, sees_nobody=True)) == 30.0, "nor does it grant more time"


def test_a_touch_is_stronger_than_a_blind_sensor() -> None:
    quiet = touch(look(Quiet(0.0), 5.0, sees_nobody=True), 8.0)
    assert _asks_at(look(quiet, 9.0, sees_nobody=True)) == 68.0
    assert not quiet.is_asking


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["touch", "gone", "near"])), max_size=30))
def test_a_sensor_only_ever_shortens_and_never_below_its_own_limit(steps: list[tuple[int, str]]) -> None:
    now_s, touched_s, with_sensor, without = 0.0, 0.0, Quiet(0.0), Quiet(0.0)
    for pause_s, what in steps:
        now_s += pause_s
        if what == "touch":
            touched_s, with_sensor, without = now_s, touch(with_sensor, now_s), touch(without, now_s)
        else:
            with_sensor = look(with_sensor, now_s, sees_nobody=what == "gone")
        assert touched_s + LIMITS.gone_s <= _asks_at(with_sensor) <= _asks_at(without)
