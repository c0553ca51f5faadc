"""Core: who else is in the call, on every page, by name and role; and the question about a helper."""

from cloud_seat.contract.companions import CONSULT, FAMILY, JOINED, LISTENING, Companion
from cloud_seat.contract.text import Text
from kiosk_app.session.asking import engine_of
from kiosk_app.session.moves.company import CODE, QUESTION
from kiosk_app.session.state import CallState, Knowledge, Session
from kiosk_app.ui.presenters.booth import Booth
from kiosk_app.ui.presenters.wording import pick
from kiosk_app.ui.shown import Shown

Both = tuple[str, str]
IN_CALL = (CallState.CONNECTED, CallState.LOST)
ICONS = {CONSULT: "person", JOINED: "person", LISTENING: "ear", FAMILY: "family"}


def strip(session: Session) -> Shown:
    """Nobody is in the call without a line here; one tap sends them out. Who was only asked is not there yet."""
    people = [one for one in session.call.people if one.state != "asked"] if session.call.state in IN_CALL else []
    return {"company": [_line(session, one) for one in people]}


def _line(session: Session, one: Companion) -> Shown:
    zh, en = _words(one)
    away = ("，暂时断线", ", cut off for a moment") if one.state == "away" else ("", "")
    return {
        "id": one.companion_id,
        "icon": ICONS.get(one.role, "person"),
        "text": _text(session, (zh + away[0], en + away[1])),
        "end": _text(session, _END.get("open" if one.state == "open" else one.role, ("请离开", "Leave"))),
    }


_END = {LISTENING: ("不要旁听", "Stop it"), "open": ("不请了", "Cancel")}


def _words(one: Companion) -> Both:
    """By name and role, and what that means."""
    if one.state == "open":
        return "正在等家人进来", "Waiting for your relative"
    name = _name(one)
    meaning: dict[str, Both] = {
        CONSULT: ("在出主意，看不到、听不到您", "advises; cannot see or hear you"),
        JOINED: ("一起通话", "is in the call"),
        LISTENING: ("正在旁听", "is listening"),
        FAMILY: ("一起通话，看得到表", "in the call, sees the form")
        if one.sees_form
        else ("一起通话", "is in the call"),
    }
    zh, en = meaning.get(one.role, ("在通话里", "is in the call"))
    return f"{name[0]}{zh}", f"{name[1]} {en}"


def _name(one: Companion) -> Both:
    """As the resident may call them: a relative by the name they gave, an official by office, name and number."""
    if one.seat is None:
        return f"家人 {one.name} ", f"Relative {one.name}"
    where, who = one.seat.department, f"{one.seat.name} {one.seat.number}".strip()
    if one.role == LISTENING:
        return f"主管 {who} ", f"Supervisor {who}"
    return f"{where.zh} {who} ", f"{where.en or where.zh} {who}"


def held(session: Session) -> Shown:
    """The friendly screen while nothing leaves the booth: the official is away, or asks a colleague."""
    if not session.call.is_quiet:
        return {"heldTitle": "", "heldText": ""}
    text = (
        "这会儿对方看不到您，也听不到您。您填的都还在，可以接着填。",
        "Nobody sees or hears you now. Your form is kept; you may go on.",
    )
    return {"heldTitle": quiet_words(session), "heldText": _text(session, text)}


def quiet_words(session: Session) -> str:
    """Why it is quiet."""
    if session.call.consulted is not None:
        return _text(session, ("工作人员正在请教同事", "The official asks a colleague"))
    return _text(session, ("工作人员离开一下，马上回来", "The official will be right back"))


HELPER_WORDS: dict[str, tuple[Text, Text, Text, Text]] = {
    QUESTION: (
        Text(zh="请家人一起通话？", en="A relative in the call?"),
        Text(
            zh="您同意了，才有一个链接给家人，只能一个人用，通话结束就作废。",
            en="Only if you agree there is a link; one person can use it, and it ends with the call.",
        ),
        Text(zh="同意", en="I agree"),
        Text(zh="不同意", en="No"),
    ),
    CODE: (
        Text(zh="等家人进来", en="Waiting for your relative"),
        Text(zh="家人不在身边，就请工作人员把链接发过去。", en="If they are not here, the official can send the link."),
        Text(zh="知道了", en="All right"),
        Text(zh="", en=""),
    ),
}
SCAN = Text(
    zh="家人在身边，请用手机扫这个码。不在身边，就请工作人员把链接发过去。",
    en="If they are here, let them scan this with a phone. If not, the official can send the link.",
)
TELL = Text(
    zh="家人在身边，请用手机扫这个码。不在身边，就打电话，把下面两样念给家人。",
    en="If they are here, let them scan this with a phone. If not, call them and read out these two.",
)
_BY_OFFICIAL = Text(zh="{who}想请您的家人一起通话", en="{who} would like a relative of yours in the call")


def question(session: Session, knowledge: Knowledge, booth: Booth, *, who: str) -> Shown:
    """What a helper would see and hear, or the code to let them in."""
    say = session.language
    if session.overlay == CODE:
        to_say = TELL if session.call.helper_told else SCAN
        text = {"overlayText": to_say.in_language(say)} if booth.takes_phones else {}
        code = f"image://papers/helper-link?rev={session.call.helper_linked}" if booth.takes_phones else ""
        return {
            "overlayOther": _text(session, ("不请了", "Cancel it")),
            "overlayPicture": code,
            "overlayFacts": told(session),
            **text,
        }
    if session.overlay != QUESTION:
        return {}
    has_form = engine_of(session, knowledge) is not None
    asked = {"overlayTitle": _BY_OFFICIAL.in_language(say).format(who=who)} if session.call.helper_by else {}
    return {
        **asked,
        "overlayOther": _text(session, ("同意，表也给看", "Yes, and the form")) if has_form else "",
        "overlayPoints": [{"icon": icon, "text": _text(session, words)} for icon, words in MEANS],
    }


def told(session: Session) -> list[Shown]:
    """To be read out: what to open, and what to type there, in two groups."""
    if not session.call.helper_told:
        return []
    page, number = session.call.helper_told
    half = len(number) // 2
    return [
        {"label": _text(session, ("先打开网址", "First open")), "value": page.replace(".", f".{MAY_BREAK}")},
        {"label": _text(session, ("再填号码", "Then type")), "value": f"{number[:half]} {number[half:]}"},
    ]


MAY_BREAK = "\u200b"
"""So that an address on two lines is cut where a voice would pause."""
MEANS: tuple[tuple[str, Both], ...] = (
    ("video", ("看得到您和工作人员，能一起说话", "Sees you and the official, talks with you")),
    ("card", ("看不到身份证、材料、签名和号码", "Never your ID, papers or numbers")),
    ("pen", ("不能替您填表，也不能替您签字", "Cannot fill in or sign for you")),
    ("close", ("随时点一下，就能请家人离开", "One tap sends them out, any time")),
)


def _text(session: Session, words: Both) -> str:
    return pick(session.language == "en", *words)
