"""What a maintainer types, from the first key to a withdrawn release; each act once as a try that changes nothing."""

from pathlib import Path

import pytest

from installer.release import __main__ as tool
from installer.release import keys
from installer.release.tree import build
from tests.installer.release.conftest import FAST, WORDS, Checkout


def test_a_maintainers_day(
    tmp_path: Path, checkout: Checkout, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys.make_key, "__kwdefaults__", {"cost": FAST})
    place, tree = tmp_path / "releases", tmp_path / "0.2.0"
    build(checkout("0.2.0"), tree, site=None)
    words = tmp_path / "words.txt"
    words.write_text("".join(f"{name} {WORDS}\n" for name in keys.key_names()))
    own = ["--folder", str(place), "--keys", str(tmp_path / "keys"), "--passphrases", str(words)]

    def run(*arguments: str, says: str, code: int = 0) -> None:
        assert tool.main([*arguments]) == code
        said = capsys.readouterr()
        assert says in said.out + said.err

    run("publish", str(tree), *own, says="has no keys yet", code=1)
    run("keys", "init", *own, "--dry-run", says="root-3")
    assert not place.exists()
    run("keys", "init", *own, says="1.root.json")
    run("keys", "init", *own, says="not overwritten", code=1)
    run("publish", str(tree), *own, "--dry-run", says="Something for operators")
    assert not (place / "blobs").exists()
    run("publish", str(tree), *own, says="published: 0.2.0")
    run("status", "--folder", str(place), says="✓ timestamp 2: 6 d")
    run("rotate", "timestamp", *own, "--new-keys", str(tmp_path / "new"), says="destroy them")
    run("renew", *own, says="unsigned: timestamp", code=1)
    run("withdraw", "0.3.0", *own, says="never published", code=1)
    new = ["--keys", str(tmp_path / "new")]
    run("withdraw", "0.2.0", *own, *new, "--dry-run", says="withdrawn")
    run("status", "--folder", str(place), says="0.2.0 ")
