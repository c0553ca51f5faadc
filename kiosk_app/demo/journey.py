"""Shell: the demo that runs by itself: booth and official as programs, pictures, papers and numbers at the end."""

import shutil
import sys
import time
from pathlib import Path
from typing import Any

from kiosk_app.config import ASSETS
from kiosk_app.demo.conductor import BOOTH_LIMIT_S, Listener
from kiosk_app.demo.film import film_official
from kiosk_app.demo.leftovers import markers_of, search_leftovers
from kiosk_app.demo.processes import ProgramError
from kiosk_app.demo.report import table, write_journey
from kiosk_app.demo.screen import chinese_fonts
from kiosk_app.demo.stage import USER, Stage

OFFICIAL_START_S = 60.0
OFFICIAL_END_S = 60.0


def run_journey(stage: Stage, out: Path, *, offline: bool, seat: str) -> int:
    """0 when everything went well."""
    started_s = time.monotonic()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    official = _start_official(stage, out, offline=offline, seat=seat)
    if not official.wait_for("ready", OFFICIAL_START_S):
        raise ProgramError("official: " + stage.programs.log_of("official"))
    booth = _start_booth(stage, out, offline=offline)
    faults = [] if booth.wait(BOOTH_LIMIT_S) else ["the booth did not end in time"]
    if official.last("signed_in"):
        official.process.terminate()  # the bot serves until it is told to stop
    if not official.wait(OFFICIAL_END_S):
        faults.append("the official did not end in time")
    stage.devices.printer.act("paper_image", path=str(out / "receipt.png"))
    journey = _journey(stage, booth, official, out)
    journey["faults"] += faults
    journey["seconds"] = round(time.monotonic() - started_s, 1)
    write_journey(out / "journey.json", journey)
    print(table(journey), flush=True)
    for fault in journey["faults"]:
        print(f"fault: {fault}", file=sys.stderr)
    return 1 if journey["faults"] else 0


def _start_booth(stage: Stage, out: Path, *, offline: bool) -> Listener:
    arguments = ["--config", str(stage.config), "--data-dir", str(stage.data / "kiosk"), "--pictures", str(out)]
    booth = stage.programs.module(
        "kiosk", "kiosk_app.demo.booth", *arguments, *(["--offline"] if offline else []), env=stage.screen, talk=True
    )
    devices = stage.devices
    return Listener(
        booth,
        {
            "insert-card": lambda _: devices.insert_card(),
            "remove-card": lambda _: devices.reader.act("remove"),
            "put-paper": lambda _: devices.put_paper(),
            "take-paper": lambda _: devices.document.act("take_paper"),
            "cut-network": lambda _: stage.cut_network(),
            "restore-network": lambda _: stage.restore_network(),
        },
    )


def _start_official(stage: Stage, out: Path, *, offline: bool, seat: str) -> Listener:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    secret = {"XIAOWU_DEMO_PASSWORD": stage.password}
    if chromium and seat != "bot":
        browser = stage.programs.giving_way(chromium, stage.data / "chromium")
        arguments = ["--url", stage.url, "--user", USER, "--pictures", str(out), "--chromium", browser]
        arguments += ["--application", str(out / "application.pdf"), *(["--offline"] if offline else [])]
        arguments += ["--camera", str(film_official(stage.data / "official.mjpeg"))]
        env = {**secret, **chinese_fonts(stage.data / "fonts", ASSETS)}
        official = stage.programs.elsewhere("official", "kiosk_app.demo.official", *arguments, env=env, talk=True)
        return Listener(official, {})
    arguments = ["--url", stage.url, "--user", USER, "--for", str(BOOTH_LIMIT_S)]
    arguments += ["--mark", "phone:请再核对一下最后一位"]
    bot = stage.programs.elsewhere(
        "official", "cloud_seat.seat.bot", *arguments, env={"XIAOWU_SEAT_PASSWORD": stage.password}, talk=True
    )
    return Listener(bot, {})


def _frames_at_seat(official: Listener) -> int:
    said = official.last("frames").get("decoded") or official.last("finished").get("frames_decoded")
    return int(said or 0)


def _journey(stage: Stage, booth: Listener, official: Listener, out: Path) -> dict[str, Any]:
    done = booth.last("done")
    leftovers = search_leftovers(stage.data / "kiosk", markers_of(ASSETS / "samples"))
    faults = (
        [done.get("fault") or ""] if done else ["the booth ended without a word: " + stage.programs.log_of("kiosk")]
    )
    if official.process.returncode:
        faults.append("official: " + stage.programs.log_of("official"))
    faults += [f"leftover: {path}" for path in leftovers] + booth.faults + official.faults
    return {
        "steps": done.get("steps", []),
        "case_id": done.get("case_id", ""),
        "acceptance_number": done.get("number", ""),
        "provisional_number": done.get("provisional", ""),
        "frames_decoded": {"kiosk": done.get("frames_decoded", 0), "seat": _frames_at_seat(official)},
        "gui_stalls": done.get("stalls", {}),
        "leftovers": leftovers,
        "pictures": len(list(out.glob("*.png"))),
        "faults": [fault for fault in faults if fault],
    }
