"""Shell: after the wipe: is anything of the resident left in any file of the booth?"""

import json
from pathlib import Path

from offline_cache import find_leftovers


def markers_of(samples: Path) -> list[str]:
    """What would give the invented resident away."""
    people = json.loads((samples / "people.json").read_text())
    person = next(person for person in people if person["id"] == "resident")
    card = person["card"]
    return [card["name"], card["number"], card["address"], person["phone"], person["bank_account"]]


def search_leftovers(folder: Path, markers: list[str]) -> list[str]:
    """Files below `folder` that hold a marker, in any of the encodings that our programs write."""
    return [str(path.relative_to(folder)) for path in find_leftovers(folder, markers)]
