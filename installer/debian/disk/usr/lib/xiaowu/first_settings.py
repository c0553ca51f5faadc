"""Shell: prints the first kiosk.toml of a booth: PAPER HUB 名称 NAME. Standard library only."""

import json
import sys
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[2] / "share/xiaowu/kiosk.toml"
CA = "/etc/xiaowu/keys/hub-ca.pem"


def main(paper: str, hub: str, name: str, name_en: str) -> None:
    """A JSON string is a TOML string, too. A hub without a certificate of its own has none to be pinned."""
    try:
        told = json.loads(Path(paper).read_text("utf-8"))
        words = {"@KIOSK_ID@": told["kiosk_id"], "@HUB@": hub, "@CA@": CA if told.get("ca") else ""}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SystemExit(
            "登记单看不懂，请在中枢再做一张 / the paper cannot be read: make a new one at the hub"
        ) from error
    words |= {"@NAME@": name, "@NAME_EN@": name_en}
    text = EXAMPLE.read_text("utf-8")
    for mark, word in words.items():
        text = text.replace(f'"{mark}"', json.dumps(word, ensure_ascii=False))
    sys.stdout.write(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
