"""Core: what every page shows in the tests, in both languages. All people are invented."""

from kiosk_app.session.state import Session
from kiosk_app.ui.presenters.hant import HANT, written_in_hant
from kiosk_app.ui.shown import Presentation
from tests.kiosk_app.qml import sample_asides as asides
from tests.kiosk_app.qml import sample_asking as asking
from tests.kiosk_app.qml import sample_ending as ending
from tests.kiosk_app.qml import sample_inquiries as inquiries
from tests.kiosk_app.qml import sample_keeper as keeper
from tests.kiosk_app.qml.sample_asking import FIELD_ROLES, field
from tests.kiosk_app.qml.sample_frame import frame, voice

__all__ = ["FIELD_ROLES", "OVERLAYS", "PAGES", "field", "presentation"]

PAGES = (
    "welcome", "find", "guide", "identify", "form", "material", "check", "call", "sign", "review", "submitting", "done",
    "stored", "takeCard", "apology", "closed", "help", "complaint", "message", "progress", "checkIn", "keeper",
)  # fmt: skip
OVERLAYS = (
    "callConfirm",
    "callWaiting",
    "callLost",
    "callLater",
    "callAsk",
    "callMark",
    "callCard",
    "callHelper",
    "callHelperCode",
    "callOver",
    "leave",
    "deferPaper",
    "dropRow",
    "resume",
    "idle",
)


def presentation(
    page: str, *, mode: str = "standard", language: str = "zh", overlay: str = "", in_call: bool = False
) -> Presentation:
    """Every view as it stands while `page` is shown."""
    shown = _views(page, mode, language, overlay, in_call)
    return written_in_hant(shown, Session()) if language == HANT else shown


def _views(page: str, mode: str, language: str, overlay: str, in_call: bool) -> Presentation:
    def say(zh: str, en: str) -> str:
        return en if language == "en" else zh

    in_call = in_call or page == "call"
    return {
        "frame": frame(page, mode, language, overlay, in_call),
        "welcome": asking.welcome(say, mode),
        "find": asking.find(say),
        "guide": asking.guide(say),
        "identify": asking.identify(say),
        "form": asking.form(say, everything=page == "call"),
        "material": asking.material(say),
        "check": asking.check(say),
        "call": ending.call(say),
        "sign": ending.sign(say),
        "review": ending.review(say),
        "submitting": {
            "title": say("正在安全提交", "Submitting safely"),
            "text": say("先存好，再上传。断电断网都不会丢。", "Stored first, then sent. Nothing can be lost."),
        },
        "done": ending.done(say),
        "stored": ending.stored(say),
        "takeCard": {
            "title": say("请取走您的身份证", "Please take your ID card"),
            "text": say("您的信息已从这台机器上清除。", "Your data is cleared from this machine."),
        },
        "apology": ending.apology(say),
        "closed": ending.closed(language),
        "help": asides.help_(say),
        "complaint": asides.complaint(say),
        "message": asides.message(say),
        "voice": voice(language),
        "keeper": keeper.keeper(say),
        "progress": inquiries.progress(say),
        "checkIn": inquiries.check_in(say),
    }
