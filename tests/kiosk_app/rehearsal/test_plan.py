"""Core: what a rehearsal measures and how it is judged."""

import math
from pathlib import Path

import numpy as np
import pytest

from cloud_seat.contract.rehearsal import BROKEN, FINE, NEEDED, SKIPPED, WEAK, RehearsalTold
from cloud_seat.contract.text import Text
from kiosk_app.rehearsal import beat
from kiosk_app.rehearsal.kept import Kept, line_of
from kiosk_app.rehearsal.plan import PLAN, found, measured
from kiosk_app.rehearsal.report import table


@pytest.mark.parametrize(
    ("step", "value", "verdict"),
    [
        ("voice_delay", 150, FINE),
        ("voice_delay", 151, WEAK),
        ("voice_delay", 401, BROKEN),
        ("frames", 97, FINE),
        ("frames", 96.9, WEAK),
        ("frames", 79, BROKEN),
        ("echo", 25, FINE),
        ("echo", 10, BROKEN),
        ("lip_sync", 186, BROKEN),
    ],
)
def test_a_number_is_judged_by_its_limit_and_says_what_to_do(step: str, value: float, verdict: str) -> None:
    told = measured(step, value)
    assert (told.verdict, told.measured) == (verdict, value)
    assert bool(told.text.zh and told.text.en) is (verdict != FINE)


def test_every_needed_step_is_in_the_plan_with_words_in_both_languages() -> None:
    assert set(NEEDED) <= {step.id for step in PLAN}
    assert all(text.zh and text.en for step in PLAN for text in (step.name, step.proves, step.todo))
    assert {step.id for step in PLAN} - set(NEEDED) == {"echo", "way"}, (
        "a booth without loudspeaker and microphone, or with no bot at the hub, may open"
    )


def test_why_stands_before_what_to_do() -> None:
    told = found("case", BROKEN, Text(zh="没有拿到回执", en="no receipt came"))
    assert told.text.zh.startswith("没有拿到回执；请")
    assert found("echo", SKIPPED, Text(zh="没有测", en="not measured")).text.zh == "没有测"


def test_delays_are_measured_from_the_beat() -> None:
    eye = beat.Onsets(beat.BRIGHT)
    for at_ms in range(0, 6000, 10):  # seen 120 ms late, the first one half over
        eye.see(220 if beat.is_lit(100 + (at_ms - 120) / 1000, 99.9) else 20, 100 + at_ms / 1000)
    assert len(eye.at_s) == 2 or len(eye.at_s) == 3
    assert beat.delay_ms(eye, 99.9) == pytest.approx(120, abs=11)
    assert beat.delay_ms(beat.Onsets(1), 0) is None


def test_echo_is_how_much_quieter_one_hears_oneself() -> None:
    sent = beat.loudness(beat.TONE)
    assert sent == pytest.approx(beat.TONE_PEAK / math.sqrt(2), rel=0.01)
    assert beat.echo_loss_db(sent, [0.0] * 80 + [sent / 10] * 20) == pytest.approx(20)
    assert beat.echo_loss_db(sent, [0.0] * 9) == beat.echo_loss_db(sent, []) == beat.BEST_DB


def test_the_test_card_can_be_told_apart_and_moves() -> None:
    dark, bright = beat.test_card()
    assert max(look.mean() for look in dark) < beat.BRIGHT / 2 < beat.BRIGHT < min(look.mean() for look in bright)
    assert not np.array_equal(dark[0], dark[1])


def test_the_last_one_is_kept_for_the_keeper(tmp_path: Path) -> None:
    assert line_of(Kept(tmp_path).newest()).zh == "还没有做过"
    limits = {step.id: step.limit for step in PLAN}
    steps = tuple(measured(step, 100) if limits[step] else found(step, FINE) for step in NEEDED)
    told = RehearsalTold(at="2026-11-26T19:30:00+00:00", steps=steps)
    Kept(tmp_path).keep(told)
    assert Kept(tmp_path).newest() == told
    assert line_of(told).zh.endswith("可以开门")
    for spoilt in ("{", '{"at": "last night"}', "\x00"):
        (tmp_path / "rehearsal.json").write_text(spoilt)
        assert Kept(tmp_path).newest() is None
    lines = list(table(told))
    assert lines[-2:] == ["可以开门", "ready to open"]
    assert any(line.startswith("✓ 声音延迟") and "100 ms" in line for line in lines)
