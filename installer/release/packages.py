"""Shell: the packages that a booth's program stands on, taken from the environment of this checkout, and their bill."""

import base64
import hashlib
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackagePath, distributions
from pathlib import Path
from typing import Any

from installer.release.errors import refuse
from installer.release.own_builds import cleaned, is_own_build
from installer.release.shipped import is_needed

_NAME = re.compile(r"[A-Za-z0-9._-]+")


def plain_name(name: str) -> str:
    """As PEP 503 writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def closure(site: Path, wanted: list[str]) -> list[Distribution]:
    """These packages and all that they need, by name. What a requirement's own condition leaves out is not there."""
    known = {plain_name(one.metadata["Name"]): one for one in distributions(path=[str(site)])}
    missing = [name for name in map(_required, wanted) if name not in known]
    if missing:
        raise refuse(f"{site} 里缺 {missing[0]}，请先装好环境", f"{site} lacks {missing[0]}: prepare the environment")
    found = dict[str, Distribution]()
    queue = [_required(name) for name in wanted]
    while queue:
        name = queue.pop()
        if name in known and name not in found:
            found[name] = known[name]
            queue += [_required(line) for line in known[name].requires or [] if "extra" not in line.partition(";")[2]]
    return [found[name] for name in sorted(found) if _has_code(found[name])]


def paths_of(package: Distribution) -> list[PackagePath]:
    """What of it is shipped, as its RECORD names it."""
    return [path for path in package.files or [] if is_needed(str(path))]


def _has_code(package: Distribution) -> bool:
    """A package may be there for a command that no booth runs: then nothing of it is shipped."""
    return any(".dist-info" not in path.parts[0] for path in paths_of(package))


def files_of(package: Distribution) -> Iterator[tuple[str, bytes, int]]:
    """Path, bytes and mode of what is shipped, each compared with the wheel's own hash. Raises LocalReleaseError."""
    for listed in paths_of(package):
        path = str(listed)
        place = Path(str(listed.locate()))
        body = place.read_bytes()
        if listed.hash and listed.hash.value != _record_hash(body):
            raise refuse(f"{path} 与装包记录不符，请重建环境", f"{path} differs from its RECORD: install it anew")
        if is_own_build(package) and place.suffix == ".so":
            body = cleaned(body)
        yield path, body, 0o755 if place.stat().st_mode & 0o100 else 0o644


def bill_of(version: str, packages: list[Distribution]) -> dict[str, Any]:
    """CycloneDX 1.6, the same for the same packages: without a time or a number of its own."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "zhengwu-xiaowu", "version": version}},
        "components": [_component(one) for one in packages],
    }


def _component(package: Distribution) -> dict[str, Any]:
    name, version = plain_name(package.metadata["Name"]), package.version
    return {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "licenses": [{"license": {"name": _license_of(package)}}],
        "properties": [{"name": "record_sha256", "value": _record_sha256(package)}],
    }


def _record_sha256(package: Distribution) -> str:
    """Only what the wheel itself brought: an installer adds lines of its own, a compiler of this machine its paths."""
    files = [line.split(",") for line in (package.read_text("RECORD") or "").splitlines() if ",sha256=" in line]
    own = is_own_build(package)
    lines = [",".join(file) for file in files if is_needed(file[0]) and not (own and file[0].endswith(".so"))]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _license_of(package: Distribution) -> str:
    told = package.metadata
    classified = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or [] if line.startswith("License")]
    plain = [line.partition("\n")[0] for line in told.get_all("License") or []]
    named = " / ".join(told.get_all("License-Expression") or classified or plain)
    return named or "see its licence file"


def _required(line: str) -> str:
    found = _NAME.match(line)
    return plain_name(found[0]) if found else ""


def _record_hash(body: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()
