"""Wiring: `./xiaowu seat-bot`: a seat that answers by itself, for demos, rehearsals and load."""

import argparse
import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from cloud_seat.call.media import MediaAddressError
from cloud_seat.call.mirror import Mirror
from cloud_seat.seat.attendant import Attendant
from cloud_seat.seat.door import Pass, RefusedAtDoorError, RemoteDoorError, sign_in
from cloud_seat.seat.script import TONE, LocalScriptError, Script, Wish, read_script

CAPTION = "您好，我是云坐席，请您慢慢填写，有不清楚的地方我来帮您。"
HUB = "http://127.0.0.1:8700"
ASK_HELP = "ask the resident when the form first arrives: card, photo, print:guide, value:phone=13800138000; repeatable"
KNOCK_EVERY_S = 1.0
SCRIPTS = Path(__file__).with_name("scripts")
SHIPPED = sorted(path.stem for path in SCRIPTS.glob("*.json"))
EXAMPLE = """example:
  XIAOWU_SEAT_PASSWORD=… ./xiaowu seat-bot --user demo --after 2 --mark phone:请再核对手机号码 --for 120

  ./xiaowu seat-bot --user rehearsal --rehearsal --after 0 --for 14400      on the hub's host, see docs/operations.md

Prints one JSON object a line for everything that happens; the last one is "finished" with the frames decoded.
"""


def main(arguments: list[str] | None = None) -> int:
    """0: served until the end; 1: the hub did not let us in."""
    options = _parser().parse_args(arguments)
    diary = _Diary()
    try:
        return asyncio.run(_serve(options, diary))
    except RefusedAtDoorError as error:
        diary.say("refused_at_door", {"why": str(error)})
    except MediaAddressError as error:
        diary.say("no_such_sound", {"why": str(error)})
    return 1


async def _serve(options: argparse.Namespace, diary: "_Diary") -> int:
    """Knock until let in, serve until the time is up or a signal comes, and say how it went."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    attendant = None
    try:
        async with asyncio.timeout(options.for_s):
            entry = await _knock(options, diary, stopped)
            if entry:
                mirror = Mirror() if options.rehearsal else None
                attendant = Attendant(entry, _script(options), diary.say, mirror)
                await _until(stopped, attendant)
    except TimeoutError:
        diary.say("time_is_up", {})
    calls = {"calls": attendant.calls, "frames_decoded": attendant.frames_decoded} if attendant else {"calls": 0}
    diary.say("finished", {**calls, "audio_frames": attendant.audio_frames if attendant else 0})
    return 0 if attendant else 1


async def _knock(options: argparse.Namespace, diary: "_Diary", stopped: asyncio.Event) -> Pass | None:
    """Sign in; a hub that is not up yet is asked again each second. None when told to stop before that."""
    while not stopped.is_set():
        try:
            entry = await asyncio.to_thread(_sign_in, options)
        except RemoteDoorError as error:
            diary.say("waiting_for_hub", {"why": str(error)})
            await asyncio.sleep(KNOCK_EVERY_S)
        else:
            diary.say("signed_in", {"user": options.user})
            return entry
    return None


def _sign_in(options: argparse.Namespace) -> Pass:
    socket = "/ws/rehearsal-seat" if options.rehearsal else "/ws/seat"
    return sign_in(options.url, options.user, options.password, socket=socket, ca_file=options.ca_file)


async def _until(stopped: asyncio.Event, attendant: Attendant) -> None:
    work, stop = asyncio.create_task(attendant.run()), asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait((work, stop), return_when=asyncio.FIRST_COMPLETED)
    finally:
        work.cancel()
        stop.cancel()
        outcome, _ = await asyncio.gather(work, stop, return_exceptions=True)
    if isinstance(outcome, Exception):
        raise outcome


def _script(options: argparse.Namespace) -> Script:
    script: Script | None = options.script
    if script:
        return replace(script, tone=options.tone)
    return Script(
        answer_after_s=options.after,
        caption=options.caption,
        mark=options.mark,
        end_after_s=options.end_after,
        confirm=options.confirm,
        tone=options.tone,
        asks=tuple(options.ask),
    )


class _Diary:
    """One JSON line for everything that happens, with the seconds since the start."""

    def __init__(self) -> None:
        self._started_s = time.monotonic()

    def say(self, event: str, more: Mapping[str, object]) -> None:
        """Write it down at once, so that whoever started us can follow."""
        line = {"at_s": round(time.monotonic() - self._started_s, 3), "event": event, **more}
        try:
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        except BrokenPipeError:  # whoever followed us is gone: the residents' calls go on, and we still end in time
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _from_file(name: str) -> Script:
    path = SCRIPTS / f"{name}.json" if name in SHIPPED else Path(name)
    try:
        return read_script(path.read_bytes())
    except (OSError, LocalScriptError) as error:
        raise argparse.ArgumentTypeError(f"{name}: {error}") from error


def _mark(text: str) -> tuple[str, str]:
    field, colon, note = text.partition(":")
    if not field or not colon:
        raise argparse.ArgumentTypeError("must look like phone:请再核对手机号码")
    return field, note


def _ask(text: str) -> Wish:
    kind, _, about = text.partition(":")
    target, _, value = about.partition("=")
    return Wish(kind, target, value)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xiaowu seat-bot",
        description="A cloud seat that answers by itself (云坐席自动应答).",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    word = os.environ.get("XIAOWU_SEAT_PASSWORD", "")
    add = parser.add_argument
    add("--url", default=HUB, help=f"the hub (default {HUB})")
    add("--ca-file", default="", help="the hub's root certificate, when it speaks TLS: tls/root.pem of its data folder")
    add("--user", required=True, help="sign-in name of the seat")
    add("--password", default=word, help="better in XIAOWU_SEAT_PASSWORD, where other users cannot read it")
    add("--after", type=float, default=1.0, metavar="S", help="answer a call after S seconds (default 1)")
    add("--caption", default=CAPTION, help="said under the picture when the call stands; empty says nothing")
    add("--mark", type=_mark, metavar="FIELD:NOTE", help="mark this field once when the form first arrives")
    shipped = f"{', '.join(SHIPPED)}, or a file of that kind; for caption, mark, confirm, end and answer"
    add("--script", type=_from_file, metavar="NAME", help=shipped)
    add("--confirm", action="store_true", help="take whoever came without a card for who they say they are")
    add("--ask", type=_ask, action="append", default=[], metavar="KIND[:TARGET[=VALUE]]", help=ASK_HELP)
    add("--rehearsal", action="store_true", help="only booths' calls of the night: sends back what it sees and hears")
    add("--end-after", type=float, metavar="S", help="end the call S seconds after media flows (default: never)")
    add("--tone", default=TONE, help="sound to send: silence, lavfi:…, file:… or alsa:…")
    add("--for", dest="for_s", type=float, default=3600.0, metavar="S", help="serve S seconds (default 3600)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
