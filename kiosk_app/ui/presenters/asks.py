"""Core: what the official asks for, framed: who asks, for what, what a yes does. A no is always as good."""

from collections.abc import Mapping

from cloud_seat.contract import paths
from cloud_seat.contract.text import Text
from kiosk_app.session.asking import engine_of
from kiosk_app.session.moves.asks import AT_THE_PEN
from kiosk_app.session.moves.asks import QUESTION as QUESTION
from kiosk_app.session.moves.papers import last_day
from kiosk_app.session.moves.proposing import meant
from kiosk_app.session.moves.remote import CARD as CARD
from kiosk_app.session.moves.remote import wanted
from kiosk_app.session.state import Ask, Knowledge, Session
from kiosk_app.ui.presenters.calling import who
from kiosk_app.ui.presenters.wording import last_day_words, quoted
from kiosk_app.ui.shown import Shown

Words = tuple[Text, Text, Text, Text]
"""Title, what it means, yes, no."""

_OPENS = Text(
    zh="您同意了才会打开那一页。不同意也没关系，填的都不变。",
    en="The page opens only if you agree. If not, nothing changes.",
)
_ANEW = Text(
    zh="您同意了就先去拍，填的都不变。拍好以后，请您再看一遍、再签一次字。",
    en="If you agree you take it first; your form stays. Then you read everything once more and sign again.",
)
_AGREE, _NO = Text(zh="同意", en="I agree"), Text(zh="不同意", en="No")

WORDS: Mapping[str, Words] = {
    "paper": (
        Text(zh="{who}请您拍一下“{name}”", en='{who} asks you to put "{name}" under the camera'),
        *(_OPENS, _AGREE, _NO),
    ),
    "signature": (Text(zh="{who}请您现在签字", en="{who} asks you to sign now"), *(_OPENS, _AGREE, _NO)),
    "card": (
        Text(zh="{who}请您再放一次身份证", en="{who} asks you to show your ID card again"),
        Text(
            zh="只看是不是您本人的证，填好的不会变。不同意也没关系。",
            en="Only to see that it is yours; your form does not change. You may say no.",
        ),
        *(_AGREE, _NO),
    ),
    "photo": (
        Text(zh="{who}请您拍一张照片", en="{who} asks to take a photo of you"),
        Text(
            zh="用来核对是您本人，只给这位工作人员看，通话一结束就删掉。不同意也没关系，可以请他直接看着您核对。",
            en="To see that it is you. Only this official sees it; it is deleted when the call ends. You may say no.",
        ),
        Text(zh="同意，拍一张", en="Yes, take it"),
        _NO,
    ),
    "print": (
        Text(zh="{who}要给您打印“{name}”", en='{who} would print "{name}" for you'),
        Text(
            zh="在这里打印，不收费。打好了请记得取走。",
            en="It is printed here, free of charge. Please take it with you.",
        ),
        Text(zh="打印", en="Print it"),
        Text(zh="不用了", en="No, thank you"),
    ),
    "defer": (
        Text(zh="{who}说“{name}”可以以后再交", en='{who} says "{name}" may follow later'),
        Text(
            zh="最后一天：{due}。到任何一台晓屋或办事窗口，报受理号补交就行。过了这天没补，这件事办不下去，要重新申请。"
            "签字时一起签承诺书。",
            en="Last day: {due}. Bring it to any booth or counter and tell the number. After that day the matter cannot"
            " go on and you apply anew. You sign a promise at the end.",
        ),
        Text(zh="好，以后再交", en="Yes, later"),
        Text(zh="现在就交", en="No, now"),
    ),
    "value": (
        Text(zh="{who}建议改“{name}”", en='{who} suggests a change of "{name}"'),
        Text(
            zh="您点“改成这样”才会改。不改也没关系，原来填的还在。",
            en="It changes only if you say so. If not, what you wrote stays.",
        ),
        Text(zh="改成这样", en="Change it"),
        Text(zh="不改", en="Leave it"),
    ),
}


def question(session: Session, knowledge: Knowledge) -> Shown:
    """The first of what is asked for, as the card shows it."""
    ask, say = session.call.asks[0], session.language
    title, text, yes, no = WORDS[ask.kind]
    if ask.kind == "paper" and session.stage in AT_THE_PEN:
        text = _ANEW
    named = {"who": who(session), "name": ask.name.in_language(say), "due": _due(session, ask, knowledge)}
    return {
        "overlayTitle": title.in_language(say).format(**named),
        "overlayText": quoted(ask.note, say == "en") + text.in_language(say).format(**named),
        "overlayYes": yes.in_language(say),
        "overlayNo": no.in_language(say),
        "overlayFacts": _facts(session, ask, knowledge) if ask.kind == "value" else [],
    }


def _due(session: Session, ask: Ask, knowledge: Knowledge) -> str:
    material = wanted(session, ask, knowledge) if ask.kind == "defer" else None
    told = Text(zh="由工作人员告诉您", en="as the official tells you").in_language(session.language)
    return last_day_words(last_day(material, knowledge) if material else "", session.language == "en") or told


CARD_TEXT = Text(
    zh="请把身份证平放在右下方。只看是不是您本人的证，填好的不会变。",
    en="Lay your ID card flat on the reader, bottom right. Your form does not change.",
)
_LIFT = Text(
    zh="卡还放在上面，请先拿起来，再平放一次。", en="The card still lies there: please lift it and lay it down again."
)
_TROUBLE = Text(zh="没读出来，请拿起来，再平放一次。", en="It could not be read. Lift it and lay it down again.")
_MOVED = Text(zh="请放好别动，马上就好。", en="Please leave it there; it takes a moment.")


def card_words(session: Session) -> Text:
    """What the hand has to do now."""
    if session.reading == "trouble" or session.reading in ("lift_again", "turn_over"):
        return _TROUBLE
    if session.reading in ("reading", "moved"):
        return _MOVED
    return _LIFT if session.ambient.card_present else CARD_TEXT


def _facts(session: Session, ask: Ask, knowledge: Knowledge) -> list[Shown]:
    """What stands there, and what would stand there: in full, as the resident has to compare them."""
    engine, say = engine_of(session, knowledge), session.language
    assert engine is not None
    before = engine.in_full(ask.target, paths.value_at(session.values, ask.target), say)
    after = engine.in_full(ask.target, meant(ask, engine, knowledge), say)
    empty = Text(zh="还没填", en="still empty").in_language(say)
    return [
        {"label": Text(zh="现在", en="Now").in_language(say), "value": before or empty},
        {"label": Text(zh="改成", en="Would become").in_language(say), "value": after},
    ]
