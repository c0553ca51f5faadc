"""Wiring: `./xiaowu search`: staff and tests ask a catalogue what a resident would ask the booth."""

import argparse
import dataclasses
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kiosk_app.config import ASSETS
from kiosk_app.knowledge import shipped_items, shipped_words
from offline_cache import CacheError, Catalogue, Hit, open_catalogue

EXAMPLE = """examples:
  ./xiaowu search 老人证                           what the booth of this machine would show
  ./xiaowu search sbk --limit 3 --json             for programs
  ./xiaowu search 冇工做 --items feed.json         a catalogue before it is published (a list of items as JSON)"""
FOUND, NOTHING, CANNOT = 0, 1, 2
WAYS = {
    "name": "名称",
    "alias": "别名",
    "phrase": "词语",
    "pinyin": "拼音",
    "everyday": "口语",
    "homophone": "同音",
    "slip": "近音或错字母",
    "words": "部分词语",
    "fuzzy": "相近",
}


def main(arguments: list[str] | None = None) -> int:
    """0: something was found. 1: nothing. 2: there is no catalogue to ask."""
    options = _parser().parse_args(arguments)
    try:
        with _catalogue(options.items, options.data_dir / "kiosk" / "catalogue") as catalogue:
            hits = catalogue.search(" ".join(options.words), options.limit)
            found = [_told(hit, catalogue) for hit in hits]
    except (OSError, ValueError, CacheError) as error:
        print(f"目录打不开。 The catalogue cannot be read: {type(error).__name__}: {error}", file=sys.stderr)
        return CANNOT
    lines = [json.dumps(found, ensure_ascii=False, indent=2)] if options.json else map(_line, found)
    print(*lines, sep="\n", end="\n" if found or options.json else "")
    if not found:
        print("没有找到，请换个说法。 Nothing found: try other words.", file=sys.stderr)
    return FOUND if found else NOTHING


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "xiaowu search",
        description="找事项: items for words as residents say them: names, pinyin, initials, everyday words, slips.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("words", nargs="+", metavar="WORDS", help="what a resident says or types")
    parser.add_argument("--json", action="store_true", help="a list of hits for programs")
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="at most so many hits (default 10)")
    parser.add_argument("--items", type=Path, metavar="FILE", help="ask this list of items, not the booth's replica")
    default = Path(os.environ.get("XIAOWU_DATA", ".xiaowu"))
    parser.add_argument("--data-dir", type=Path, default=default, help="folder of the booth's data (default .xiaowu)")
    return parser


@contextmanager
def _catalogue(items: Path | None, replica: Path) -> Iterator[Catalogue]:
    """The list in `items`; else the booth's replica, also beside its running kiosk; else the shipped samples."""
    words = shipped_words(ASSETS)
    if items is None and replica.is_dir():
        with closing(open_catalogue(replica, words)) as catalogue:
            yield catalogue
        return
    listed = json.loads(items.read_text("utf-8")) if items else shipped_items(ASSETS)
    with tempfile.TemporaryDirectory() as folder, closing(open_catalogue(Path(folder), words)) as catalogue:
        catalogue.replace_all(listed, "asked")
        yield catalogue


def _told(hit: Hit, catalogue: Catalogue) -> dict[str, object]:
    item = catalogue.item(hit.item_id) or {}
    return {
        **dataclasses.asdict(hit),
        "department": item.get("department", {}).get("zh", ""),
        "channels": item.get("channels", []),
    }


def _line(told: dict[str, object]) -> str:
    way = WAYS.get(str(told["matched_by"]), str(told["matched_by"]))
    also = f"：{told['matched_text']}" if told["matched_text"] else ""
    return f"{told['name']}  ({told['department']}; {way}{also})  {told['item_id']}"


if __name__ == "__main__":
    raise SystemExit(main())
