"""Shell: which device file an address with wildcards means."""

from pathlib import Path

import pytest

from devices.errors import RemoteAbsentError, RemoteLostError
from devices.transport.found_path import find_path


def test_one_match_is_the_device(tmp_path: Path) -> None:
    (tmp_path / "usb-Reader_77-if00").touch()
    assert find_path(str(tmp_path / "usb-*-if00")) == str(tmp_path / "usb-Reader_77-if00")


def test_a_plain_name_means_itself_even_with_brackets_in_it(tmp_path: Path) -> None:
    (tmp_path / "port[1]").touch()
    (tmp_path / "port1").touch()
    assert find_path(str(tmp_path / "port[1]")) == str(tmp_path / "port[1]")


def test_nothing_there_is_absent(tmp_path: Path) -> None:
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    for pattern in ("usb-*", "ttyUSB0", "gone"):
        with pytest.raises(RemoteAbsentError, match="not_plugged_in"):
            find_path(str(tmp_path / pattern))


def test_two_matches_are_not_guessed_between(tmp_path: Path) -> None:
    for number in (0, 1):
        (tmp_path / f"lp{number}").touch()
    with pytest.raises(RemoteLostError, match="ambiguous"):
        find_path(str(tmp_path / "lp*"))
