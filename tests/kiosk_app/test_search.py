"""Shell: `./xiaowu search` tells staff what a booth would show, in words and for programs."""

import json
from pathlib import Path

import pytest

from kiosk_app.search import main
from offline_cache import open_catalogue

ITEM = {"id": "a", "name": {"zh": "养犬登记"}, "department": {"zh": "公安分局"}, "channels": ["hall"]}


def test_the_samples_answer_where_no_booth_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["老人证", "--limit", "1", "--data-dir", str(tmp_path)]) == 0
    assert capsys.readouterr().out.strip() == "老年人优待卡申领  (番禺区民政局; 口语)  elder-privilege-card"


def test_the_booths_replica_comes_first_and_json_is_for_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = open_catalogue(tmp_path / "kiosk" / "catalogue")
    catalogue.replace_all([ITEM], "1")
    assert main(["yang", "quan", "--json", "--data-dir", str(tmp_path)]) == 0, "beside a running booth"
    catalogue.close()
    [hit] = json.loads(capsys.readouterr().out)
    told = {"item_id": "a", "name": "养犬登记", "department": "公安分局", "channels": ["hall"], "matched_by": "pinyin"}
    assert told.items() <= hit.items()


def test_a_list_of_items_before_it_is_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feed = tmp_path / "feed.json"
    feed.write_text(json.dumps([ITEM]))
    assert main(["老人证", "--items", str(feed)]) == 1
    assert "Nothing found" in capsys.readouterr().err
    feed.write_text('[{"id": "a"}]')
    assert main(["老人证", "--items", str(feed)]) == 2
    assert "The catalogue cannot be read" in capsys.readouterr().err
