"""Shell: writes the tables that the drawn keyboard reads: nine_keys, rare_readings, rare_parts, strokes.

Run when a source changes: `python assets/input/make_tables.py RAWDICT CJK_DECOMP STROKES`, with `- - STROKES` for the
last one alone; README.md says where they come from.
"""

import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

from pypinyin.pinyin_dict import pinyin_dict

HERE = Path(__file__).parent
COVERAGE = HERE.parent / "fonts" / "coverage.txt"
SPELLINGS = 12_000  # of words of several syllables; the rest are rare
KEYS_OF_A_PART = 2  # readings of one part that are tried
EXAMPLES = {"㐂": ("xi",), "𠮷": ("ji",)}  # in names, unknown to pypinyin: first of their sound
# What people call the parts that are no characters of their own.
CALLED_SO = """
亻=ren 氵=shui 扌=shou/ti 艹=cao 讠=yan 訁=yan 饣=shi 飠=shi 纟=si 糹=si 钅=jin 釒=jin 忄=xin
犭=quan 礻=shi 衤=yi 阝=fu/er 刂=dao 灬=huo/dian 冫=bing 辶=zou/zhi 宀=bao/mian 疒=bing/ne
攵=wen 冖=mi 彡=san 罒=si/wang 丷=ba ⺮=zhu 爫=zhua ⻊=zu 牜=niu 𤣩=wang/yu 虍=hu 廴=jian
彳=chi/ren 丶=dian ㇐=yi ㇑=shu ㇒=pie ⺼=yue/rou ⻖=fu/er ⻏=yi/er 龵=shou 𧾷=zu ⺶=yang
⺌=xiao ⺈=dao 王=wang/yu
"""
CALLED = {part: names.split("/") for part, names in (pair.split("=") for pair in CALLED_SO.split())}
_REPEATS = (("r4", 4), ("r3", 3), ("ra", 2), ("rd", 2))

Decomposed = dict[str, tuple[str, tuple[str, ...]]]


def plain(reading: str) -> str:
    """Letters without tone; ü is v."""
    bare = unicodedata.normalize("NFD", reading.replace("ü", "v").replace("ê", "e"))
    letters = "".join("v" if c == "\u0308" else c for c in bare if c.isalpha() or c == "\u0308")
    return letters.replace("uv", "v").lower()


def readings(char: str) -> tuple[str, ...]:
    """Known readings, the usual one first."""
    known = [plain(one) for one in pinyin_dict.get(ord(char), "").split(",") if one]
    return tuple(dict.fromkeys([*CALLED.get(char, ()), *known, *EXAMPLES.get(char, ())]))


def drawable() -> list[str]:
    """Every Chinese character of the bundled faces."""
    found = []
    for line in COVERAGE.read_text(encoding="ascii").split():
        first, _, last = line.partition("-")
        found += [chr(point) for point in range(int(first, 16), int(last or first, 16) + 1)]
    return [c for c in found if unicodedata.name(c, "").startswith("CJK UNIFIED")]


def is_everyday(char: str) -> bool:
    """Level 1 of GB 2312: everybody finds these by their sound."""
    try:
        raw = char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return 0xB0 <= raw[0] <= 0xD7


def words(path: Path) -> Iterator[tuple[str, float, list[str]]]:
    """Word, how often, syllables."""
    for line in path.read_text(encoding="utf-16").splitlines():
        word, often, _, *syllables = line.split()
        yield word, float(often), syllables


def nine_keys(path: Path) -> str:
    """`letters weight` a line: every syllable; after an empty line the commonest words of several syllables."""
    single: Counter[str] = Counter()
    several: Counter[str] = Counter()
    for _, often, syllables in words(path):
        (single if len(syllables) == 1 else several)["".join(syllables)] += often
        single.update(dict.fromkeys(syllables, 0))
    return "\n".join(map(_weights, (single.items(), several.most_common(SPELLINGS))))


def _weights(rows: Iterable[tuple[str, float]]) -> str:
    return "".join(f"{letters} {max(1, round(often))}\n" for letters, often in sorted(rows))


def table(rows: dict[str, list[str]], often: dict[str, float]) -> str:
    """`letters characters` a line in the order of letters; those characters first that are seen more."""
    lines = []
    for letters, found in sorted(rows.items()):
        found.sort(key=lambda c: (c not in EXAMPLES, -often.get(c, 0.0), len(c.encode("gb18030")), ord(c)))
        lines.append(f"{letters} {''.join(found)}\n")
    return "".join(lines)


def rare_readings(chars: Iterable[str]) -> dict[str, list[str]]:
    """Characters by syllable."""
    by_sound: dict[str, list[str]] = defaultdict(list)
    for char in chars:
        for reading in readings(char):
            by_sound[reading].append(char)
    return by_sound


def decomposed(path: Path) -> Decomposed:
    """How each character is put together."""
    rows = re.findall(r"^(\S+?):([^(]+)\(([^)]*)\)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {char: (how, tuple(filter(None, parts.split(",")))) for char, how, parts in rows}


def parts_of(char: str, known: Decomposed) -> tuple[str, ...]:
    """Parts that can be named, in the order of writing; helper parts (numbers) are taken apart. Empty: it has none."""
    how, parts = known.get(char, ("c", ()))
    if len(parts) == 1:
        times = next((n for start, n in _REPEATS if how.startswith(start)), 0)
        parts = parts * times
    found: list[str] = []
    for part in parts:
        inner = parts_of(part, known) if part.isdigit() else (part,)
        if not inner:
            return ()
        found += inner
    return tuple(found)


def spellings(parts: tuple[str, ...]) -> Iterator[str]:
    """The parts' names one after the other."""
    names = [readings(part)[:KEYS_OF_A_PART] for part in parts]
    return ("".join(chosen) for chosen in product(*names))


def ways_apart(char: str, known: Decomposed) -> Iterator[tuple[str, ...]]:
    """Into its parts; and one of two parts into its own everyday parts (文武贝 for 赟)."""
    parts = parts_of(char, known)
    if not 2 <= len(parts) <= 5:
        return
    yield parts
    if len(parts) == 2:
        for at, part in enumerate(parts):
            inner = parts_of(part, known)
            if len(inner) == 2 and all(map(is_everyday, inner)):
                yield (*parts[:at], *inner, *parts[at + 1 :])


def rare_parts(chars: Iterable[str], known: Decomposed) -> dict[str, list[str]]:
    """Characters by the names of their parts."""
    by_parts: dict[str, list[str]] = defaultdict(list)
    for char in chars:
        for letters in {s for way in ways_apart(char, known) for s in spellings(way)}:
            by_parts[letters].append(char)
    return by_parts


def strokes(folder: Path) -> str:
    """Characters in the order of use, an empty line, then `digits characters` a line: only what the faces can draw."""
    can = set(drawable())
    common = dict.fromkeys(char for line in _lines(folder / "ranking-simplified.txt") for char in line if char in can)
    rows = []
    for line in _lines(folder / "sequence-characters.txt"):
        digits, chars = line.split("\t")
        if drawn := "".join(char for char in chars if char in can):
            rows.append(f"{digits} {drawn}\n")
    return "".join(common) + "\n\n" + "".join(sorted(rows))


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def main(rawdict: Path, cjk_decomp: Path, stroke_data: Path) -> None:
    """Writes the four files beside this one."""
    (HERE / "strokes.txt").write_text(strokes(stroke_data), encoding="utf-8")
    if str(rawdict) == "-":
        return
    (HERE / "nine_keys.txt").write_text(nine_keys(rawdict), encoding="ascii")
    often = {word: often for word, often, _ in words(rawdict) if len(word) == 1}
    rare = [char for char in drawable() if not is_everyday(char)]
    (HERE / "rare_readings.txt").write_text(table(rare_readings(rare), often), encoding="utf-8")
    (HERE / "rare_parts.txt").write_text(table(rare_parts(rare, decomposed(cjk_decomp)), often), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
