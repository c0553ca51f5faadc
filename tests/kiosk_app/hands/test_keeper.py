"""Shell: the keeper's card, counts and loudness: marks are this booth's own, numbers survive a restart."""

from pathlib import Path

from kiosk_app.hands.keeper import mark_card
from kiosk_app.hands.kept_number import KeptNumber
from tests.kiosk_app.session.walk import RESIDENT


def test_a_mark_is_this_booths_and_tells_no_number() -> None:
    here, elsewhere = mark_card(b"a" * 32, RESIDENT.number), mark_card(b"b" * 32, RESIDENT.number)
    assert here == mark_card(b"a" * 32, RESIDENT.number) != elsewhere
    assert RESIDENT.number not in here and here != mark_card(b"a" * 32, RESIDENT.number[:-1] + "X")


def test_a_number_survives_a_restart(tmp_path: Path) -> None:
    kept = KeptNumber(tmp_path / "sheets", 4)
    assert kept.value == 4 and not (tmp_path / "sheets").exists()
    kept.add(3)
    assert KeptNumber(tmp_path / "sheets", 4).value == 7
    kept.keep(0)
    assert KeptNumber(tmp_path / "sheets", 4).value == 0


def test_a_spoilt_file_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "slips").write_text("many")
    assert KeptNumber(tmp_path / "slips").value == 0
