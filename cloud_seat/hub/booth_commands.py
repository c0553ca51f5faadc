"""Wiring: the words of `./xiaowu hub` for booths and certificates: enrol-kiosk, revoke-kiosk, certify."""

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime

from cloud_seat.contract.text import Text
from cloud_seat.hub import booth_papers, tls
from cloud_seat.hub.admin import LocalInputError
from cloud_seat.hub.config import Settings


def add_to(programs: "argparse._SubParsersAction[argparse.ArgumentParser]", add_place: Callable[..., None]) -> None:
    """Their options."""
    kiosk = programs.add_parser("enrol-kiosk", help="a paper to enrol a booth with; prints JSON")
    kiosk.add_argument("--name", required=True, help="Chinese name of the place")
    kiosk.add_argument("--name-en", default="")
    kiosk.add_argument("--with-token", action="store_true", help="a token instead of a key of the booth's own")
    revoked = programs.add_parser("revoke-kiosk", help="a stolen booth: its key is worth nothing from now on")
    for one in (kiosk, revoked):
        one.add_argument("--kiosk-id", required=True, help="for example PY-0417")
    certify = programs.add_parser("certify", help="a certificate for this hub, signed by the district's own root")
    certify.add_argument("--at", action="append", required=True, metavar="NAME", help="name or address; repeat")
    for one in (kiosk, revoked, certify):
        add_place(one, inner=True)


def _enrol_kiosk(settings: Settings, options: argparse.Namespace) -> None:
    name = Text(zh=options.name, en=options.name_en)
    enrol = booth_papers.enrol_kiosk if options.with_token else booth_papers.open_paper
    print(json.dumps(enrol(settings, options.kiosk_id, name)))


def _revoke_kiosk(settings: Settings, options: argparse.Namespace) -> None:
    booth_papers.revoke_kiosk(settings, options.kiosk_id)


def _certify(settings: Settings, options: argparse.Namespace) -> None:
    files = tls.TlsFiles(settings.data_dir / "tls")
    try:
        made = tls.certify(files, tuple(options.at), datetime.now(UTC))
    except tls.LocalTlsError as error:
        raise LocalInputError(str(error)) from error
    told = {"root": str(files.root), "root_sha256": tls.fingerprint(files.root)}
    print(json.dumps({**told, "names": options.at, "until": f"{made.not_valid_after_utc:%Y-%m-%d}"}))


PROGRAMS: dict[str, Callable[[Settings, argparse.Namespace], None]] = {
    "enrol-kiosk": _enrol_kiosk,
    "revoke-kiosk": _revoke_kiosk,
    "certify": _certify,
}
