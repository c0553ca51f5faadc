"""Shell: what may happen to a call, and what must come of it. Each breaks one running call and says how it went on.

`resumed`: it went on as promised (same official, same form). `voice_s`, `desk_s`: seconds from the moment the fault was
over until voice was heard at the booth, and until the desk called itself connected again.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.cloud_seat.web.matter import Matter
from tests.faults.calls.booth import BoothProgram
from tests.faults.calls.stage import Stage

SHORT_CUT_S, LONG_CUT_S = 10.0, 70.0
HANDED_OVER_S = (58.0, 75.0)
"""Ten tries in a minute after two seconds of silence; the hub's own minute begins when it notices."""
SEAT = "seat-0217"
SETTLE_S = 2.5
"""Whoever hears nothing has noticed by then."""
SLACK_S = 0.3
"""Voice is looked for apart from what the engine says of media: either may be told first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one fault ended."""

    resumed: bool
    voice_s: float | None = None
    desk_s: float | None = None
    note: str = ""


Scenario = Callable[[Stage], Outcome]


def short_cut(stage: Stage) -> Outcome:
    """The booth's line is dead for ten seconds."""
    return _cut(stage, "booth")


def desk_cut(stage: Stage) -> Outcome:
    """The desk's line is dead for ten seconds."""
    return _cut(stage, "desk")


def address_change(stage: Stage) -> Outcome:
    """The booth gets another address; the old one is gone at once."""
    _, booth = stage.call()
    stage.lines.move("booth")
    return _goes_on(stage, booth, time.monotonic())


def page_reload(stage: Stage) -> Outcome:
    """The official presses F5."""
    _, booth = stage.call()
    since_s = time.monotonic()
    stage.page.reload()
    return _goes_on(stage, booth, since_s)


def hub_killed(stage: Stage) -> Outcome:
    """The hub dies and comes back: media does not notice, and the call can still be ended properly."""
    _, booth = stage.call()
    since_s = time.monotonic()
    stage.hub.kill()
    stage.rest(1.0)
    stage.hub.start_again()
    stage.until(lambda: booth.all("link", since_s=since_s, up=True), "the booth's link")
    stage.until(lambda: stage.page.get_by_test_id("offline").is_hidden(), "the desk's link")
    stage.rest(2.5)
    silent = booth.all("voice", since_s=since_s) + booth.all("MediaStalled", since_s=since_s)
    is_live = stage.phase == "connected" and stage.shows_form()
    booth.hang_up()
    stage.until(lambda: stage.phase == "ended", "the end that the booth said")
    stage.page.get_by_test_id("clear").click()
    note = "" if is_live and not silent else f"desk live: {is_live}; at the booth: {silent[:3]}"
    return Outcome(is_live and not silent, voice_s=0.0 if not silent else None, note=note)


def booth_relay_killed(stage: Stage) -> Outcome:
    """The call goes by the booth's relay alone, for the desk could not ask for one, and it dies."""
    return _relay_killed(stage, "desk")


def desk_relay_killed(stage: Stage) -> Outcome:
    """The same with the desk's."""
    return _relay_killed(stage, "booth")


def _relay_killed(stage: Stage, barred: str) -> Outcome:
    """The relay by which the call goes dies, and another one is there."""
    ports = [relay.port for relay in stage.relays]
    stage.lines.bar(barred, ports)
    try:
        _, booth = stage.call()
        stage.rest(SETTLE_S)
    finally:
        stage.lines.unbar(barred, ports)
    stage.until(stage.relay_in_use, "the relay by which the call goes")
    dies = stage.relay_in_use()
    assert dies
    since_s = time.monotonic()
    dies.kill()
    broken = partial(booth.all, "MediaStalled", since_s=since_s)
    stage.until(lambda: broken() or stage.relay_in_use() not in (None, dies), "a break, or another way")
    stage.rest(SETTLE_S)
    outcome = _goes_on(stage, booth, since_s) if broken() else _went_on(stage, booth, since_s)
    dies.start()
    return outcome


def _went_on(stage: Stage, booth: BoothProgram, since_s: float) -> Outcome:
    """The connection itself found another way before anybody noticed; how long voice was away."""
    heard = [line["at_s"] - since_s for line in booth.all("voice", since_s=since_s)]
    is_live = stage.phase == "connected"
    stage.clear(booth)
    return Outcome(is_live, max(heard, default=0.0), 0.0, "another way of the same connection")


def booth_killed(stage: Stage) -> Outcome:
    """The booth's program dies; the resident calls again for the same case: the same official is rung."""
    matter, booth = stage.call()
    booth.kill()
    since_s = time.monotonic()
    again = stage.ring(Matter(case_id=matter.case_id))
    stage.answer()
    return _goes_on(stage, again, since_s)


def long_cut(stage: Stage) -> Outcome:
    """The line does not come back within the minute: the case is handed over, place and official are kept."""
    matter, booth = stage.call()
    since_s = time.monotonic()
    stage.lines.cut("booth")
    at_s = stage.until(lambda: booth.all("ended"), "the booth to hand over", 90.0)
    reason, told_s = booth.all("ended")[0]["reason"], at_s - since_s
    stage.until(lambda: stage.phase == "ended", "the desk to be told", 30.0)
    stage.page.get_by_test_id("clear").click()
    stage.lines.heal("booth")
    booth.hang_up()
    again = stage.ring(Matter(case_id=matter.case_id))
    stage.answer()
    stage.until(lambda: again.all("voice") and stage.phase == "connected", "the second call")
    same = again.all("connected")[0]["seat"] == SEAT
    stage.clear(again)
    in_time = HANDED_OVER_S[0] <= told_s <= HANDED_OVER_S[1]
    return Outcome(reason == "cut" and same and in_time, note=f"handed over after {told_s:.0f} s")


def _cut(stage: Stage, end: str) -> Outcome:
    _, booth = stage.call()
    stage.lines.cut(end)
    stage.rest(SHORT_CUT_S)
    stage.lines.heal(end)
    return _goes_on(stage, booth, time.monotonic(), "ViewBroken", "desk_did_not_see")


def _goes_on(stage: Stage, booth: BoothProgram, since_s: float, *told: str) -> Outcome:
    """Waits for voice at the booth, a connected desk and what must be told, then ends the call."""
    stage.until(lambda: booth.all("MediaFlowing", since_s=since_s), "media at the booth")
    flows_at_s = booth.all("MediaFlowing", since_s=since_s)[0]["at_s"] - SLACK_S
    stage.until(lambda: booth.all("voice", since_s=flows_at_s), "voice at the booth")
    desk_at_s = stage.until(lambda: stage.phase == "connected", "the desk")
    voice_at_s = booth.all("voice", since_s=flows_at_s)[0]["at_s"]
    stage.until(stage.shows_form, "the form", 5.0)
    for event in told:
        stage.until(partial(booth.all, event), event, 5.0)
    seats = {line["seat"] for line in booth.all("connected")}
    is_over = bool(booth.all("ended"))
    stage.clear(booth)
    return Outcome(seats == {SEAT} and not is_over, voice_at_s - since_s, desk_at_s - since_s)


SCENARIOS: dict[str, Scenario] = {
    "booth-cut-10s": short_cut,
    "desk-cut-10s": desk_cut,
    "booth-moved": address_change,
    "page-reloaded": page_reload,
    "hub-killed": hub_killed,
    "booth-killed": booth_killed,
    "booth-cut-70s": long_cut,
}
RELAYED: dict[str, Scenario] = {"booth-relay-killed": booth_relay_killed, "desk-relay-killed": desk_relay_killed}
"""Those that want a stage with two relays."""
LONG = ("booth-cut-10s", "desk-cut-10s", "booth-cut-70s")
"""Those that take their time by nature."""
