"""Core: what the official asks for, framed: who asks, for what, what a yes does. A no is always as good."""

from collections.abc import Mapping

from cloud_seat.contract import paths
from cloud_seat.contract.text import Text
from kiosk_app.session.asking import engine_of
from kiosk_app.session.moves.asks import QUESTION as QUESTION
from kiosk_app.session.state import Ask, Knowledge, Session
from kiosk_app.ui.presenters.calling import who
from kiosk_app.ui.shown import Shown

Words = tuple[Text, Text, Text, Text]
"""Title, what it means, yes, no."""

_OPENS = Text(
    zh="您同意了才会打开那一页。不同意也没关系，填的都不变。",
    en="The page opens only if you agree. If not, nothing changes.",
)
_AGREE, _NO = Text(zh="同意", en="I agree"), Text(zh="不同意", en="No")

WORDS: Mapping[str, Words] = {
    "paper": (
        Text(zh="{who}请您拍一下“{name}”", en="{who} asks you to put “{name}” under the camera"),
        *(_OPENS, _AGREE, _NO),
    ),
    "signature": (Text(zh="{who}请您现在签字", en="{who} asks you to sign now"), *(_OPENS, _AGREE, _NO)),
    "value": (
        Text(zh="{who}建议改“{name}”", en="{who} suggests a change of “{name}”"),
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
    named = {"who": who(session), "name": ask.name.in_language(say)}
    note = f"“{ask.note}” " if ask.note else ""
    return {
        "overlayTitle": title.in_language(say).format(**named),
        "overlayText": note + text.in_language(say).format(**named),
        "overlayYes": yes.in_language(say),
        "overlayNo": no.in_language(say),
        "overlayFacts": _facts(session, ask, knowledge) if ask.kind == "value" else [],
    }


def _facts(session: Session, ask: Ask, knowledge: Knowledge) -> list[Shown]:
    """What stands there, and what would stand there: in full, as the resident has to compare them."""
    engine, say = engine_of(session, knowledge), session.language
    assert engine is not None
    before = engine.in_full(ask.target, paths.value_at(session.values, ask.target), say)
    after = engine.in_full(ask.target, engine.read(ask.target, ask.value), say)
    empty = Text(zh="还没填", en="still empty").in_language(say)
    return [
        {"label": Text(zh="现在", en="Now").in_language(say), "value": before or empty},
        {"label": Text(zh="改成", en="Would become").in_language(say), "value": after},
    ]
