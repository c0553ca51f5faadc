"""Core: how long until nobody counts as there. Times are arguments, in seconds of one clock.

Without a touch for `warn_s` the question comes, `countdown_s` later everything is cleared. A presence sensor can only
shorten the first part: whoever walks away is asked after `gone_s`. A touch proves that somebody is there, whatever the
sensor says; and somebody who comes near does not end a question, for it may be the next resident.
"""

from dataclasses import dataclass, replace

from kiosk_app.config import Settings
from kiosk_app.session.state import Session, Stage


@dataclass(frozen=True, slots=True)
class Limits:
    warn_s: float
    gone_s: float
    countdown_s: float


@dataclass(frozen=True, slots=True)
class Quiet:
    """`gone_at_s`: since when the sensor has seen nobody and the glass felt nobody."""

    touched_at_s: float
    gone_at_s: float | None = None
    sees_nobody: bool = False
    is_asking: bool = False


def limits_of(session: Session, booth: Settings) -> Limits:
    """Who reads big letters has twice as long; the keeper's page is left alone for as long as it is set."""
    warn_s = booth.idle_warn_elder_s if session.mode == "elder" else booth.idle_warn_s
    if session.stage is Stage.KEEPER:
        warn_s = booth.keeper_idle_s - booth.idle_countdown_s
    return Limits(warn_s, booth.idle_gone_s, booth.idle_countdown_s)


def touch(quiet: Quiet, now_s: float) -> Quiet:
    return Quiet(now_s, sees_nobody=quiet.sees_nobody)


def look(quiet: Quiet, now_s: float, *, sees_nobody: bool) -> Quiet:
    """What the presence sensor says; without one nobody ever leaves."""
    if sees_nobody is quiet.sees_nobody:
        return quiet
    if quiet.is_asking:
        return replace(quiet, sees_nobody=sees_nobody)
    return replace(quiet, sees_nobody=sees_nobody, gone_at_s=now_s if sees_nobody else None)


def left_s(quiet: Quiet, now_s: float, limits: Limits) -> float:
    """Seconds until everything is cleared. Below `countdown_s` the question stands on the glass."""
    ask_at_s = quiet.touched_at_s + limits.warn_s
    if quiet.gone_at_s is not None:
        ask_at_s = min(ask_at_s, quiet.gone_at_s + limits.gone_s)
    return ask_at_s + limits.countdown_s - now_s
