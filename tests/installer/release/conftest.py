"""A small checkout that git knows, and keys that open fast."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from installer.release import signing
from installer.release.folder import ReleaseFolder
from installer.release.keys import key_names, make_key
from installer.release.signing import Signers

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
FAST = 2**10
WORDS = "correct horse 2026"
LONG = "".join(f"line_{number} = {number}\n" for number in range(4000))


def new_keys(folder: Path, *roles: str) -> Signers:
    """A whole set of some roles."""
    made: Signers = {}
    for name in key_names():
        role = name.rpartition("-")[0]
        if role in roles:
            made.setdefault(role, []).append(make_key(folder, name, WORDS, cost=FAST))
    return made


@pytest.fixture
def signers(tmp_path: Path) -> Signers:
    """Of every role."""
    return new_keys(tmp_path / "keys", "root", "targets", "snapshot", "timestamp")


@pytest.fixture
def folder(tmp_path: Path, signers: Signers) -> ReleaseFolder:
    """With keys, without a release."""
    place = ReleaseFolder(tmp_path / "releases")
    signing.begin(place, signers, NOW)
    return place


def write_checkout(place: Path, version: str, **files: str) -> Path:
    """A repository with what a release needs, and these files of `kiosk_app`."""
    texts = {
        "pyproject.toml": f'[project]\nname = "x"\nversion = "{version}"\ndependencies = ["msgspec>=0.20"]\n',
        "CHANGELOG.md": f"# Changelog\n\n## [{version}]\n\n- Something for operators.\n\n## [0.0.1]\n\n- Begun.\n",
        "LICENSE": "free\n",
        "kiosk_app/__init__.py": '"""Wiring."""\n',
        "kiosk_app/config.py": f'VERSION = "{version}"\n',
        "kiosk_app/long.py": LONG,
        "kiosk_app/demo/robot.py": "touches = 1\n",
        "devices/id_card/emulator.py": "false_card = 1\n",
        "offline_cache/data_steps.json": '{"reads": [1, 5], "writes": 4}\n',
        "tests/test_it.py": "assert True\n",
        **{f"kiosk_app/{name}.py": text for name, text in files.items()},
    }
    for name, text in texts.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for words in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *words], cwd=place, check=True, capture_output=True, timeout=30)
    return place


Checkout = Callable[..., Path]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """`checkout("0.2.0", name="text")`: the repository at that version."""
    return lambda version, **files: write_checkout(tmp_path / f"checkout-{version}", version, **files)
