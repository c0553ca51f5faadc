"""Core: the words of the rating are the national five, in their order, and data."""

import json
from pathlib import Path

import msgspec
import pytest

from cloud_seat.contract.ratings import parse_wording

FILES = sorted((Path(__file__).resolve().parents[3] / "assets" / "ratings").glob("v*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_version_is_its_file_and_has_the_five_levels(path: Path) -> None:
    wording = parse_wording(path.read_bytes())
    assert path.name == f"v{wording.version}.json"
    assert [level.text.zh for level in wording.levels] == ["非常满意", "满意", "基本满意", "不满意", "非常不满意"]


@pytest.mark.parametrize("change", [{"version": 0}, {"levels": []}, {"levels": [{"level": 5, "text": {"zh": "好"}}]}])
def test_anything_else_is_refused(change: dict[str, object]) -> None:
    told = {**json.loads(FILES[0].read_bytes()), **change}
    with pytest.raises(msgspec.ValidationError):
        parse_wording(json.dumps(told).encode())
