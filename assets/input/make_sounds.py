"""Shell: writes `offline_cache/sounds.txt`, how characters and phrases sound, from pypinyin (MIT).

Run when pypinyin changes: `python assets/input/make_sounds.py`. The booth then needs 2 MB instead of pypinyin's 55.
"""

from collections import defaultdict
from pathlib import Path

from pypinyin import Style, pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

TARGET = Path(__file__).resolve().parents[2] / "offline_cache" / "sounds.txt"
HEAD = """# How characters and phrases sound, made by assets/input/make_sounds.py
# from pypinyin (MIT, Copyright (c) 2016 mozillazg, 闲耘). Characters by
# their readings; after an empty line phrases by their first character,
# with readings where those of the characters do not tell.
"""


def readings(text: str) -> list[str]:
    """Of each character, without tone, with commas between."""
    return [",".join(dict.fromkeys(sounds)) for sounds in pinyin(text, style=Style.NORMAL, heteronym=True)]


def characters() -> str:
    """`reading,reading:characters` a line."""
    by_sound: dict[str, list[str]] = defaultdict(list)
    for point in PINYIN_DICT:
        by_sound[readings(chr(point))[0]].append(chr(point))
    return "".join(f"{sounds}:{''.join(chars)}\n" for sounds, chars in sorted(by_sound.items()))


def phrases() -> str:
    """`first rest rest/readings …` a line; readings with `'` between."""
    by_first: dict[str, list[str]] = defaultdict(list)
    for phrase in sorted(PHRASES_DICT):
        told = [reading for char in phrase for reading in readings(char)]
        sounds = readings(phrase)
        by_first[phrase[0]].append(phrase[1:] + ("" if sounds == told else f"/{chr(39).join(sounds)}"))
    return "".join(f"{first} {' '.join(rests)}\n" for first, rests in sorted(by_first.items()))


if __name__ == "__main__":
    TARGET.write_text(f"{HEAD}{characters()}\n{phrases()}", encoding="utf-8")
