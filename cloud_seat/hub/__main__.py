"""Wiring: `./xiaowu hub`: run the hub, add officials, booths, bookings, tell results, count and list what happened."""

import argparse
import dataclasses
import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from cloud_seat.contract.results import ENCLOSED, FETCH
from cloud_seat.contract.signalling import Seat
from cloud_seat.contract.text import Text
from cloud_seat.hub import (
    account_commands,
    admin,
    backup_commands,
    booth_commands,
    call_days,
    log,
    opening,
    rights_commands,
    table_commands,
    waiting,
)
from cloud_seat.hub.config import LOOPBACK, LocalSettingError, Settings
from cloud_seat.hub.oidc.provider import read_about
from cloud_seat.hub.store.away import RemoteStoreAwayError
from cloud_seat.hub.texts import text_of
from cloud_seat.hub.turn import Relays

ROOT = Path(__file__).resolve().parents[2]

_EXAMPLES = """examples:
  ./xiaowu hub                                     run on http://127.0.0.1:8700
  ./xiaowu hub --port 8800 --data-dir /var/lib/xiaowu --ready-file /run/xiaowu/hub.json
  ./xiaowu hub --setting ring_s=20                 change one time-out or limit
  ./xiaowu hub --turn-url 'turn:turn.example:3478?transport=udp' --turn-secret-file turn-secret.txt
  ./xiaowu hub add-seat --name 林晓 --department 民政局 --number 0217 --rights '*'
  ./xiaowu hub set-supervisor --number 0300        may listen to calls, visibly; --off takes it back
  ./xiaowu hub set-role --number 0301 --role auditor
  ./xiaowu hub reset-factor --number 0300          a lost telephone
  ./xiaowu hub audit export audit-2026-11.jsonl
  ./xiaowu hub audit verify audit-2026-11.jsonl
  ./xiaowu hub backup /mnt/backup/hub-2026-11-27.tar       beside the running hub
  ./xiaowu hub --data-dir NEW restore /mnt/backup/hub-2026-11-27.tar
  ./xiaowu hub certify --at hub.panyu.internal --at 10.20.0.5
  ./xiaowu hub --host 0.0.0.0                      HTTPS for booths and desks of the district's network
  ./xiaowu hub enrol-kiosk --kiosk-id PY-0417 --name 沙湾街福涌村 > paper.json
  ./xiaowu hub revoke-kiosk --kiosk-id PY-0417     a stolen booth
  ./xiaowu hub import-rights rights.xlsx --dry-run who may do what, where and when: see docs/operations.md
  ./xiaowu hub import-items items.csv              items of the catalogue, as a department or the province lists them
  ./xiaowu hub set-place --kiosk-id PY-0417 --place 440113002
  ./xiaowu hub coverage                            items with fewer than two officials within reach this hour
  ./xiaowu hub add-booking --item longevity-allowance --at 2026-11-27T09:30 --seat 0217 --card-file card.txt
  ./xiaowu hub tell-result --number PY-2026-1123-0417-08 --note "市桥街服务中心 3 号窗口，工作日 9:00–17:00"
  ./xiaowu hub calls --since 2026-11-01 --until 2026-11-30
  ./xiaowu hub ratings --since 2026-11-01 --until 2026-11-30
  ./xiaowu hub rehearsals                          which booths may open this morning
  ./xiaowu hub rehearsals PY-0417 PY-0418 --version 0.2.0 --json      may the next ring follow these two?
  ./xiaowu hub arrivals                            cases that booths counted and that did not come
  ./xiaowu hub outboxes                            what waits in the booths, how old, and why
  ./xiaowu hub import-outbox /media/usb/PY-0417    what `./xiaowu outbox export` copied at a booth that cannot send
"""


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code: 0, 2 wrong options, 3 port taken, 4 data in use, 5 not loopback and no certificate,
    6 matching stopped, 7 the certificate cannot be used, 8 PostgreSQL does not answer.

    `rehearsals`: 1 when not every booth that is asked about may open. `arrivals`: 1 when a case is missing for a day,
    or came twice. `outboxes`: 1 when a person must look. `coverage`: 1 when an item has nobody. `import-outbox`: 1 when
    a case could not be taken.
    """
    options = _parser().parse_args(arguments)
    os.umask(0o077)  # whatever we write is ours alone: cases, keys, journal
    try:
        settings = _settings(options)
        if options.program is not None:
            return _PROGRAMS[options.program](settings, options) or 0
    except LocalSettingError as error:
        print(f"设置 {error} 不对。 Wrong setting: {error}", file=sys.stderr)
        return 2
    except RemoteStoreAwayError:
        print("连不上 PostgreSQL，什么都没有改。 PostgreSQL does not answer; nothing was changed.", file=sys.stderr)
        return 8
    except (admin.LocalInputError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    log.start(logging.INFO)
    from cloud_seat.hub.serve import run  # here: `enrol-kiosk` need not wait for the server's libraries

    return run(settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./xiaowu hub",
        description="中枢 the hub: catalogue, matching, signalling, cases, staff pages",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_place(parser, inner=False)
    parser.add_argument("--host", default="127.0.0.1", help="any but loopback is served under TLS")
    parser.add_argument("--port", type=int, default=8700, help="0 takes a free one")
    parser.add_argument("--ready-file", type=Path, help='JSON {"url", "pid"}, written when the port answers')
    parser.add_argument("--tls", action="store_true", help="HTTPS on loopback, too, with the certificate of `certify`")
    parser.add_argument("--behind-proxy", action="store_true", help="a TLS proxy is in front: other hosts are allowed")
    parser.add_argument("--web-dir", type=Path, default=ROOT / "cloud_seat" / "web", help="the staff pages")
    parser.add_argument(
        "--turn-url", action="append", default=[], metavar="URL", help="a relay; repeat in order of use"
    )
    parser.add_argument("--turn-secret-file", type=Path, help="what hub and relay share; see installer/turnserver.conf")
    parser.add_argument("--sms-url", default="", help="the district's gateway for texts to residents; see operations")
    parser.add_argument("--sms-token-file", type=Path, help="what the gateway knows the hub by")
    parser.add_argument("--oidc-file", type=Path, help="JSON about the district's own sign-in; see operations")
    parser.add_argument("--setting", action="append", default=[], metavar="NAME=VALUE", help="see docs/operations.md")
    programs = parser.add_subparsers(dest="program", metavar=" | ".join(_PROGRAMS))
    _add_seat_options(programs.add_parser("add-seat", help="add an official, or replace one"))
    _add_place(programs.add_parser("openapi", help="what the hub can be asked, as OpenAPI 3.1"), inner=True)
    account_commands.add_to(programs, _add_place)
    backup_commands.add_to(programs, _add_place)
    booth_commands.add_to(programs, _add_place)
    rights_commands.add_to(programs, _add_place)
    table_commands.add_to(programs, _add_place)
    _add_booking_options(programs.add_parser("add-booking", help="add a booked time; prints JSON with its code"))
    _add_result_options(programs.add_parser("tell-result", help="what came of an accepted case may be fetched"))
    _add_looking_back(programs)
    return parser


def _add_looking_back(programs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    rehearsals = programs.add_parser("rehearsals", help="which booths may open, by what they found at night")
    rehearsals.add_argument("kiosks", nargs="*", metavar="KIOSK", help="only these, such as a ring of an update")
    rehearsals.add_argument("--version", default="", help="and only a rehearsal with this version counts")
    arrivals = programs.add_parser("arrivals", help="holes in what booths counted, and numbers given twice")
    outboxes = programs.add_parser("outboxes", help="what waits in the booths, how old and why, as each told it last")
    for showing in (rehearsals, arrivals, outboxes):
        _add_place(showing, inner=True)
        showing.add_argument("--json", action="store_true", help="the same for programs")
    carried = programs.add_parser(
        "import-outbox", help="take in what was carried from a booth; the same as by the line"
    )
    _add_place(carried, inner=True)
    carried.add_argument("folder", type=Path, help="as `./xiaowu outbox export` wrote it; receipts are put beside")
    ratings = programs.add_parser("ratings", help="count ratings by department and official; prints JSON")
    calls = programs.add_parser("calls", help="how the calls were, by day and booth")
    calls.add_argument("--json", action="store_true", help="every end of every call, for programs")
    for counting in (ratings, calls):
        _add_place(counting, inner=True)
        counting.add_argument("--since", required=True, metavar="YYYY-MM-DD", help="first local day")
        counting.add_argument("--until", required=True, metavar="YYYY-MM-DD", help="last local day")


def _add_result_options(parser: argparse.ArgumentParser) -> None:
    _add_place(parser, inner=True)
    parser.add_argument("--number", required=True, help="受理号 of the case")
    parser.add_argument("--note", default="", help="where and when; default: place and hours of the item's guide")
    parser.add_argument("--enclosed", action="store_true", help="handed over with the notice instead")


def _add_booking_options(parser: argparse.ArgumentParser) -> None:
    _add_place(parser, inner=True)
    parser.add_argument("--item", required=True, help="item id of the catalogue")
    parser.add_argument("--at", required=True, metavar="YYYY-MM-DDTHH:MM", help="local time")
    parser.add_argument("--seat", default="", help="工号 of the official, if one is named")
    parser.add_argument("--code", default="", help="6 to 12 digits; default: a new one")
    parser.add_argument("--card-file", type=Path, help="first line: number of the ID card; only a keyed mark is kept")


def _tell_result(settings: Settings, options: argparse.Namespace) -> None:
    kind = ENCLOSED if options.enclosed else FETCH
    admin.tell_result(settings, options.number, kind=kind, note=options.note)


def _add_booking(settings: Settings, options: argparse.Namespace) -> None:
    card = options.card_file.read_text().split("\n")[0].strip() if options.card_file else ""
    seat_id = f"seat-{options.seat}" if options.seat else ""
    booked = admin.Booked(item_id=options.item, at=options.at, seat_id=seat_id, code=options.code)
    print(json.dumps({"code": admin.add_booking(settings, booked, card)}))


def _print_openapi(settings: Settings, _options: argparse.Namespace) -> None:
    """Of a hub that is built on an empty folder and never started."""
    from cloud_seat.hub.app import build_hub  # here, as with `serve` above
    from cloud_seat.hub.openapi import document

    with tempfile.TemporaryDirectory() as folder:
        hub = build_hub(dataclasses.replace(settings, data_dir=Path(folder), database=""), lambda: None)
        print(json.dumps(document(hub.routes), ensure_ascii=False, indent=1))


def _count_ratings(settings: Settings, options: argparse.Namespace) -> None:
    print(json.dumps(admin.count_ratings(settings, options.since, options.until), ensure_ascii=False))


def _show_calls(settings: Settings, options: argparse.Namespace) -> None:
    rows = admin.list_calls(settings, options.since, options.until)
    print(json.dumps(rows) if options.json else call_days.table(rows))


def _list_rehearsals(settings: Settings, options: argparse.Namespace) -> int:
    """1 unless every booth that is asked about may open: what a ring of an update waits for."""
    gate = opening.gate(opening.list_rehearsals(settings, datetime.now(UTC)), options.kiosks, options.version)
    if options.json:
        print(msgspec.json.encode(gate).decode())
    for line in () if options.json else gate.kiosks:
        print(opening.line_of(line, settings.utc_offset_h))
    return 0 if gate.ready else 1


def _list_arrivals(settings: Settings, options: argparse.Namespace) -> int:
    """1 when a booth's disk was put back, or a case is missing for longer than a day: a person must look."""
    found = admin.list_arrivals(settings, datetime.now(UTC))
    if options.json:
        print(msgspec.json.encode(found).decode())
    for line in () if options.json else found:
        print(f"{'✗' if line.is_late else '…'} {line.kiosk_id} #{line.sequence} {line.text.zh} / {line.text.en}")
    return 1 if any(line.is_late for line in found) else 0


def _list_outboxes(settings: Settings, options: argparse.Namespace) -> int:
    """1 when somewhere a case will not go by itself, or a booth that had told is silent for a day."""
    now = datetime.now(UTC)
    found = waiting.list_waiting(settings, now)
    if options.json:
        print(msgspec.json.encode(found).decode())
    for one in () if options.json else found:
        print(*waiting.lines_of(one, now), sep="\n")
    return 1 if any(one.needs_person for one in found) else 0


def _import_outbox(settings: Settings, options: argparse.Namespace) -> int:
    """1 when a case could not be taken; the others are here."""
    from cloud_seat.hub.outbox_import import Carrier  # here, as with `serve` above

    for folder in (settings.data_dir, options.folder):
        if not folder.is_dir():
            raise admin.LocalInputError(f"没有这个文件夹。 There is no such folder: {folder}")
    carrier = Carrier(settings)
    taken = carrier.take_in(options.folder)
    carrier.close()
    for one in taken:
        said = text_of(one.code) if one.code else Text(zh=f"已收，受理号 {one.acceptance_number}", en="taken")
        print(f"{'✗' if one.code else '✓'} {one.provisional_number or one.case_id} {said.zh} / {said.en}")
    return 1 if any(one.code for one in taken) else 0


def _add_place(parser: argparse.ArgumentParser, *, inner: bool) -> None:
    """Where data lives: allowed before and after the subcommand, so the inner parser must not undo the outer."""
    data_dir = Path(os.environ.get("XIAOWU_DATA", ROOT / ".xiaowu")) / "hub"
    places = (
        ("--data-dir", Path, data_dir, "default: $XIAOWU_DATA/hub"),
        ("--assets-dir", Path, ROOT / "assets", "catalogue, forms, icons"),
        (
            "--database",
            str,
            os.environ.get("XIAOWU_DB", ""),
            "postgresql://…; default: $XIAOWU_DB, else SQLite in --data-dir",
        ),
    )
    for option, kind, default, words in places:
        parser.add_argument(option, type=kind, default=argparse.SUPPRESS if inner else default, help=words)


def _add_seat_options(parser: argparse.ArgumentParser) -> None:
    _add_place(parser, inner=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--department", required=True, help="id or Chinese name")
    parser.add_argument("--department-en", default="")
    parser.add_argument("--number", required=True, help="工号; also the sign-in name")
    parser.add_argument("--rights", default="*", help="item ids separated by commas, or *")
    parser.add_argument(
        "--password-file", type=Path, help="first line; - reads standard input; without it a first password is made"
    )


def _add_seat(settings: Settings, options: argparse.Namespace) -> None:
    password = _password_in(options.password_file) if options.password_file else None
    where = admin.department(settings.assets_dir, options.department, options.department_en)
    seat = Seat(seat_id=f"seat-{options.number}", name=options.name, department=where, number=options.number)
    rights = tuple(right.strip() for right in options.rights.split(",") if right.strip())
    first = admin.add_seat(settings, seat, user=options.number, rights=rights, password=password)
    told = {"first_password": first} if first else {}
    print(json.dumps({"seat_id": seat.seat_id, "user": options.number, **told}))


def _password_in(path: Path) -> str:
    text = sys.stdin.readline() if str(path) == "-" else path.read_text()
    return text.split("\n")[0].rstrip("\r")


def _gateway(url: str) -> str:
    """Phone numbers leave this machine under TLS only."""
    parts = urlsplit(url)
    if url and parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise LocalSettingError("sms_url")
    return url


_PROGRAMS: dict[str, Callable[[Settings, argparse.Namespace], int | None]] = {
    "add-seat": _add_seat,
    **account_commands.PROGRAMS,
    **backup_commands.PROGRAMS,
    **booth_commands.PROGRAMS,
    **rights_commands.PROGRAMS,
    **table_commands.PROGRAMS,
    "add-booking": _add_booking,
    "tell-result": _tell_result,
    "openapi": _print_openapi,
    "ratings": _count_ratings,
    "calls": _show_calls,
    "rehearsals": _list_rehearsals,
    "arrivals": _list_arrivals,
    "outboxes": _list_outboxes,
    "import-outbox": _import_outbox,
}


def _settings(options: argparse.Namespace) -> Settings:
    settings = Settings(
        data_dir=options.data_dir.absolute(),
        assets_dir=options.assets_dir.absolute(),
        web_dir=options.web_dir.absolute(),
        host=options.host,
        port=options.port,
        ready_file=options.ready_file,
        behind_proxy=options.behind_proxy,
        tls=options.tls or (options.host not in LOOPBACK and not options.behind_proxy),
        database=options.database,
        turn_urls=tuple(options.turn_url),
        sms_url=_gateway(options.sms_url),
        sms_token=options.sms_token_file.read_text().strip() if options.sms_token_file else "",
        oidc=read_about(options.oidc_file) if options.oidc_file else None,
        turn_secret=options.turn_secret_file.read_text().strip() if options.turn_secret_file else "",
    )
    for pair in options.setting:
        name, _, value = pair.partition("=")
        settings = settings.with_setting(name, value)
    Relays(settings)  # a wrong address is said now, not in the first call
    return settings


if __name__ == "__main__":
    raise SystemExit(main())
