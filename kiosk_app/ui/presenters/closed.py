"""Core: the page of a closed booth: until when, why, and where to go instead."""

from collections.abc import Mapping

from cloud_seat.contract.board import BoothClosed
from cloud_seat.contract.text import Text
from kiosk_app.session.state import Session
from kiosk_app.ui.presenters.booth import Booth
from kiosk_app.ui.shown import Shown

_OPEN = BoothClosed()
_WHY: Mapping[str, Text] = {
    "repair": Text(zh="机器正在检修。", en="The booth is being repaired. "),
    "power": Text(zh="这里停电或者断网。", en="Power or network is down here. "),
    "weather": Text(zh="因为天气原因，暂时不开放。", en="It is closed because of the weather. "),
    "premises": Text(zh="这个场所暂时不开门。", en="This place is closed for now. "),
}
_SORRY = Text(zh="给您添麻烦了。", en="We are sorry for the trouble.")
_ELSEWHERE = Text(
    zh="要办事，请到附近别的晓屋，或者到政务服务中心的窗口。",
    en="Please go to another booth nearby, or to the counters of the service centre.",
)
_NOTHING_LOST = Text(
    zh="交过的件照常在办。有预约的，到别的晓屋一样能签到。",
    en="What you handed in goes on as usual. With a booking you can check in at any other booth.",
)


def closed(session: Session, booth: Booth) -> Shown:
    """Calm: nothing is lost, and there is a way on."""
    say, told = session.language, session.ambient.closed or _OPEN
    why = _WHY.get(told.reason, Text(zh="")).in_language(say)
    return {
        "title": title(told).in_language(say),
        "text": why + _SORRY.in_language(say) + _phone(booth).in_language(say),
        "tone": "pri",
        "glyph": "clock",
        "cards": [
            {"tone": "pri", "glyph": "house", "text": elsewhere(told).in_language(say)},
            {"tone": "ok", "glyph": "check-circle", "text": _NOTHING_LOST.in_language(say)},
        ],
    }


def _phone(booth: Booth) -> Text:
    """Whom to ask, where the booth has a keeper."""
    number = booth.keeper_phone
    return Text(zh=f"有事请打 {number}。", en=f" Questions? Call {number}.") if number else Text(zh="")


def title(told: BoothClosed) -> Text:
    """Until when."""
    if told.until:
        return Text(zh=f"本机暂停服务，{told.until} 再开", en=f"This booth is closed until {told.until}")
    return Text(zh="本机今天暂停服务", en="This booth is closed for today")


def elsewhere(told: BoothClosed) -> Text:
    """The nearest booth that is open, as the hub knows it; else in general."""
    if not told.instead.zh:
        return _ELSEWHERE
    name = told.instead
    return Text(zh=f"离这里最近、开着的晓屋：{name.zh}。", en=f"The nearest open booth: {name.en or name.zh}.")
