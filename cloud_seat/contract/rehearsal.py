"""Core: what a booth found when it rehearsed a whole case by night, as it is kept there and told to the hub."""

from collections.abc import Sequence

import msgspec

from cloud_seat.contract.text import Text

FINE, WEAK, BROKEN, SKIPPED = "fine", "weak", "broken", "skipped"
NEEDED = (
    *("find", "identify", "form", "papers", "first_picture", "frames", "picture_delay", "voice_delay", "lip_sync"),
    *("sign", "case", "read_back", "rating", "forgotten"),
)
"""Steps without which nobody can be served here: not tried counts as not ready."""
STEPS_LIMIT, WORDS_LIMIT = 64, 400
FRESH_H = 26.0
"""A rehearsal each night, and two hours for one that began late: an older one says nothing about this morning."""


class StepTold(msgspec.Struct, frozen=True, kw_only=True):
    """One step. `verdict`: fine, weak, broken, skipped. `text`: what was found and what to do now; nothing personal."""

    id: str
    name: Text
    verdict: str
    measured: float | None = None
    unit: str = ""
    text: Text = Text(zh="")


class RehearsalTold(msgspec.Struct, frozen=True, kw_only=True):
    """One rehearsal. `at`: UTC, ISO 8601, when it ended. `version`: of the kiosk program. `kept_s`: how long ago that
    was by the booth's clock when it was told: a hub that was away must not take it for fresh."""

    at: str
    version: str = ""
    took_s: float = 0.0
    kept_s: float = 0.0
    steps: tuple[StepTold, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Ready to open (可以开门)."""
        return not stops(self.steps)


class RehearsedCase(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub found in a booth's rehearsal case. `checks`: codes as for any case; empty: nothing to look at."""

    checks: tuple[str, ...] = ()


def stops(steps: Sequence[StepTold]) -> tuple[str, ...]:
    """The steps for which a booth stays shut: broken, or needed and not done."""
    done = {step.id for step in steps if step.verdict in (FINE, WEAK)}
    broken = [step.id for step in steps if step.verdict == BROKEN]
    return (*broken, *(step for step in NEEDED if step not in done and step not in broken))


def in_words(told: RehearsalTold) -> Text:
    """One line for a keeper or an operator: ready to open, or the first thing to do."""
    if told.is_ready:
        weak = [step.name for step in told.steps if step.verdict == WEAK]
        look = Text(zh="，留意" + "、".join(n.zh for n in weak), en=", mind " + ", ".join(n.en for n in weak))
        return Text(zh="可以开门" + (look.zh if weak else ""), en="ready to open" + (look.en if weak else ""))
    broken = next((step for step in told.steps if step.verdict == BROKEN), None)
    if broken is None:
        return Text(zh="没有做完，先别开门，请再做一次", en="not finished: do not open yet, run it again")
    return Text(
        zh=f"先别开门，{broken.name.zh}：{broken.text.zh}", en=f"do not open: {broken.name.en}: {broken.text.en}"
    )
