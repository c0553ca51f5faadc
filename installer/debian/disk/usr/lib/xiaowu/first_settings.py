"""Shell: prints the first kiosk.toml of a booth: PAPER HUB 名称 NAME. Standard library only."""

import json
import sys
from pathlib import Path

EXAMPLE = Path("/usr/share/xiaowu/kiosk.toml")


def main(paper: str, hub: str, name: str, name_en: str) -> None:
    """A JSON string is a TOML string, too."""
    words = {"@KIOSK_ID@": json.loads(Path(paper).read_text("utf-8"))["kiosk_id"], "@HUB@": hub}
    words |= {"@NAME@": name, "@NAME_EN@": name_en}
    text = EXAMPLE.read_text("utf-8")
    for mark, word in words.items():
        text = text.replace(f'"{mark}"', json.dumps(word, ensure_ascii=False))
    sys.stdout.write(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
