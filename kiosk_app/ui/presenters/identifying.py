"""Core: the identify page: one thing to do now, and the other ways that work in this booth beside it."""

from collections.abc import Mapping

from cloud_seat.contract.identity import RELATIONS
from cloud_seat.contract.text import Text
from kiosk_app.flow.sentences import notice
from kiosk_app.flow.who import title
from kiosk_app.session.asking import works
from kiosk_app.session.identity import CLAIMED, NAME, NUMBER, NUMBER_SIGNS, PEOPLE, Part, part_of
from kiosk_app.session.state import Knowledge, Person, Session
from kiosk_app.ui.presenters.form import FIELD_ROLES
from kiosk_app.ui.presenters.wording import pick
from kiosk_app.ui.shown import Rows, Shown

ROLES = {"card": "id_card", "social": "smart_card", "code": "scanner"}

_TEXTS = {
    "card": Text(
        zh="放好就行，不用按。读好会自动进到下一步。", en="Just leave it there. The next page opens by itself."
    ),
    "social": Text(
        zh="插到底就行，不用按。读好会自动进到下一步。", en="Push it all the way. The next page opens by itself."
    ),
    "code": Text(
        zh="码只帮您少打字。之后工作人员会在视频里看您一眼。",
        en="The code only saves typing. An official will look at you in the call.",
    ),
    "typed": Text(
        zh="写好按“下一步”。工作人员会在视频里看您一眼，不用人脸比对。",
        en="Then press Next. An official looks at you in the call; no face recognition.",
    ),
}
_WAYS = {
    "card": Text(zh="用身份证", en="Use the ID card"),
    "social": Text(zh="插社保卡", en="Social card"),
    "code": Text(zh="扫电子证照码", en="Digital ID"),
    "typed": Text(zh="没带证件", en="No card here"),
    "other": Text(zh="替别人办", en="For someone else"),
    "self": Text(zh="改为给自己办", en="For myself"),
}
_NO_READER = Text(
    zh="读卡器正在重连。可以换一种方式，也可以呼叫云坐席。",
    en="The reader is reconnecting. Choose another way or call an official.",
)
_PRIVACY = Text(
    zh="信息只用于本次办理。退出或长时间没人操作，本机立即清除。",
    en="Used for this matter only and cleared when you leave.",
)


def identify(session: Session, knowledge: Knowledge) -> Shown:
    """One instruction, other ways beside it."""
    say, part = session.language, part_of(session)
    ready = session.way == "typed" or works(session, ROLES[session.way])
    waits = part in PEOPLE
    return {
        "phase": "trouble" if waits and not ready else session.reading,
        "way": session.way if waits else "answer",
        "title": title(session).in_language(say),
        "text": _text(session, part).in_language(say),
        "troubleText": _trouble(session, ready or not waits),
        "readerReady": ready,
        "people": _people(session, part),
        "choices": [{"id": name, "text": text.in_language(say)} for name, text in _choices(part).items()],
        "otherWays": [
            {"id": w, "text": _WAYS[w].in_language(say), "enabled": True} for w in _other_ways(session, part)
        ],
        "fields": Rows(FIELD_ROLES, "name", _fields(session) if waits and session.way == "typed" else ()),
        "focusField": session.wanted,
        "privacyText": _PRIVACY.in_language(say),
        "person": {"name": session.person.name if session.person else "", "numberMasked": masked(session.person)},
    }


def masked(person: Person | None) -> str:
    """Enough of a number to know it by."""
    return f"{person.number[:4]}{'*' * 10}{person.number[-4:]}" if person else ""


def _text(session: Session, part: Part) -> Text:
    errand = session.errand
    if part is Part.RELATION:
        return Text(zh="请点一项。", en="Please choose one.")
    if part is Part.CONFIRM and errand:
        relation = RELATIONS[errand.relation]
        return Text(
            zh=f"您是对方的{relation.zh}。委托书等证明稍后拍照，没带也可以后补。",
            en=f"Relation: {relation.en}. The letter of authority is photographed later, or may follow.",
        )
    if session.reading == "lift":
        return Text(zh="再换成对方的证件。", en="Then lay down the other person's.")
    if part is Part.PRINCIPAL and session.way == "typed":
        return Text(zh="写好按“下一步”。", en="Then press Next.")
    return _TEXTS[session.way]


def _people(session: Session, part: Part) -> list[Mapping[str, str]]:
    """Names by themselves: they stay as the card has them, in whatever script the page is."""
    en, errand = session.language == "en", session.errand
    if part in PEOPLE or errand is None or errand.actor is None:
        return []
    people: list[Mapping[str, str]] = [{"label": pick(en, "来办的人", "You"), "name": errand.actor.name}]
    if session.person:
        people.append({"label": pick(en, "替谁办", "For"), "name": session.person.name})
    return people


def _trouble(session: Session, ready: bool) -> str:
    said = notice(session.notice) if session.reading == "trouble" else None
    if said:
        return said.text.in_language(session.language)
    return "" if ready else _NO_READER.in_language(session.language)


def _choices(part: Part) -> Mapping[str, Text]:
    if part is Part.RELATION:
        return RELATIONS
    if part is Part.CONFIRM:
        return {
            "yes": Text(zh="对，接着办", en="Yes, go on"),
            "swap": Text(zh="反了，换过来", en="Swap the two"),
        }
    return {}


def _other_ways(session: Session, part: Part) -> tuple[str, ...]:
    """Only what this booth can do now. From one's own hand the back button leads here."""
    if part in PEOPLE and session.way == "typed":
        return ()
    readers = tuple(way for way, role in ROLES.items() if way != session.way and works(session, role))
    people = (*readers, "typed") if part in PEOPLE else ()
    return (*people, "other" if part is Part.SELF else "self")


def _fields(session: Session) -> tuple[Mapping[str, object], ...]:
    say, claim = session.language, session.claim
    lines = ((NAME, "text", 60), (NUMBER, "card_number", NUMBER_SIGNS))
    return tuple(
        {
            "name": name, "widget": widget, "label": CLAIMED[name].in_language(say), "value": claim.get(name, ""),
            "error": session.errors[name].in_language(say) if name in session.errors else "",
            "help": "", "why": "", "tag": "", "readonly": False, "width": "half", "choices": [], "maxLength": length,
            "marked": False, "markNote": "", "good": False, "add": "", "range": {},
        }
        for name, widget, length in lines
    )  # fmt: skip
