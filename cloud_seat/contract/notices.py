"""Core: what stands on the notices that a resident gets: receipt, acceptance, what is missing, what follows, delivery.

A notice is data for `assets/templates/notice.typ`; the same facts give the same data, and the same data the same bytes,
at the booth and at the hub.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cloud_seat.contract.results import ResultTold
from cloud_seat.contract.supplements import numbered
from cloud_seat.contract.text import Text

Later = Sequence[tuple[Text, str]]
"""Deferred papers: name, and last day (YYYY-MM-DD, or empty when an official will say)."""
Instead = Sequence[tuple[Text, Text]]
"""Papers that a promise replaces: name, and what is promised in its place."""
Pair = tuple[str, str]
Notice = dict[str, Any]
Maker = Callable[["Facts"], Notice]


@dataclass(frozen=True, slots=True)
class Facts:
    """What notices are made of. `language`: zh or en. `day`: YYYY-MM-DD. `days`: promised working days, 0 unknown.

    `number`: of the acceptance, empty until the hub has the case; then the case's own id stands there. `basis`: the
    laws that the item rests on.
    """

    language: str
    number: str
    case_id: str
    item: Text
    department: Text
    applicant: str
    place: Text
    day: str
    days: int = 0
    papers: tuple[Text, ...] = ()
    later: tuple[tuple[Text, str], ...] = ()
    instead: tuple[tuple[Text, Text], ...] = ()
    basis: tuple[str, ...] = ()
    note: str = ""
    result: ResultTold | None = None
    signature: str = ""

    def say(self, zh: str, en: str) -> str:
        """One of both."""
        return en if self.language == "en" else zh


def receipt(facts: Facts) -> Notice:
    """收件凭证: these papers are here."""
    names = [text.in_language(facts.language) for text in facts.papers]
    handed = (facts.say("已收材料", "Papers received"), facts.say("、", ", ").join(names) or facts.say("无", "none"))
    body = facts.say(
        "您提交的申请和下列材料已经收到。本凭证不代表已经受理，受理结果会另行告知。",
        "Your application and the papers below have been received. This is not yet an acceptance; you will be told.",
    )
    return _notice(facts, ("收件凭证", "Receipt"), [body], [handed, *_later_rows(facts)])


def acceptance(facts: Facts) -> Notice:
    """受理通知书: it is accepted, and the clock runs."""
    body = facts.say(
        "您申请办理的事项，材料齐全（或已办理容缺），符合受理条件，现予受理。",
        "Your application is complete (or its missing papers are deferred) and is accepted herewith.",
    )
    limit = (facts.say("办理时限", "Time limit"), facts.say(f"{facts.days} 个工作日", f"{facts.days} working days"))
    result = facts.result.sentence.in_language(facts.language) if facts.result else ""
    told = [(facts.say("办理结果", "Result"), result)] if result else [limit] if facts.days else []
    rows = [*told, *_later_rows(facts)]
    return _notice(facts, ("受理通知书", "Notice of acceptance"), [body], rows)


def supplement(facts: Facts) -> Notice:
    """补正材料通知书: said once, in writing, what is missing."""
    bodies = [
        facts.say(
            "您提交的申请还需要补正。请按下面的内容补齐，不用重新填表：",
            "Your application needs the following. You need not fill in the form again:",
        ),
        *numbered(facts.note),
        facts.say(
            "补正时请报受理号，到任何一台晓屋或办事窗口都可以。",
            "Bring it to any booth or counter and tell the number above.",
        ),
    ]
    return _notice(facts, ("补正材料通知书", "Notice of what is missing"), bodies, [])


def deferral(facts: Facts) -> Notice:
    """容缺受理承诺书, signed: what follows, how, by when, and what if it does not."""
    bodies = [deferral_promise(facts.later).in_language(facts.language), HOW_LATER.in_language(facts.language)]
    return _signed(facts, ("容缺受理承诺书", "Promise to bring missing papers"), bodies, _later_rows(facts))


def commitment(facts: Facts) -> Notice:
    """告知承诺书, signed: what the office told, then what the resident promises."""
    say = facts.language
    names = facts.say("、", ", ").join(name.in_language(say) for name, _ in facts.instead)
    told = [text.in_language(say) for text in TOLD]
    own = [text.in_language(say) for text in (READ, *(promise for _, promise in facts.instead), ANSWERS_FOR)]
    bodies = [
        facts.say("一、告知", "1. What the office tells you"),
        facts.say(f"办理本事项要交：{names}。", f"This matter asks for: {names}. ") + told[0],
        *told[1:],
        facts.say("二、承诺", "2. What I promise"),
        *(f"{at}. {text}" for at, text in enumerate(own, start=1)),
    ]
    laws = (facts.say("依据", "Under"), facts.say("、", ", ").join(facts.basis))
    return _signed(facts, ("告知承诺书", "Promise instead of proof"), bodies, [laws] if facts.basis else [])


def to_follow(facts: Facts) -> Notice:
    """容缺候补通知书, to take home: what is still to be brought, by when and how."""
    body = facts.say(
        "您的申请已按容缺办理收下。下列材料请在最后一天之前补交：",
        "Your application was taken with papers to follow. Please bring these by their last day:",
    )
    bodies = [body, HOW_LATER.in_language(facts.language)]
    return _notice(facts, ("容缺候补通知书", "What to bring later"), bodies, _later_rows(facts))


def delivery(facts: Facts) -> Notice:
    """送达回执: the resident has the notice in hand, and signs for it."""
    body = facts.say("上述事项的文书已送达本人，本人已收到。", "I have received the notices of the matter above.")
    return _signed(facts, ("送达回执", "Acknowledgement of delivery"), [body], [])


HOW_LATER = Text(
    zh="补交时到任何一台晓屋或办事窗口，报受理号就行，不用重新填表。过了最后一天没有补交，这件事办不下去，需要重新申请。",
    en="Bring it to any booth or counter and tell the number; you need not fill in the form again. After the last day "
    "the matter cannot go on, and you have to apply anew.",
)

TOLD = (
    Text(
        zh="您可以交材料，也可以书面承诺代替。选哪一样由您决定，不选承诺也照样办理。",
        en="You may hand it in, or promise in writing instead. The choice is yours; without the promise you are served "
        "just as well.",
    ),
    Text(
        zh="承诺以后，这些材料不用交。受理部门会在办理中或办好以后核对您承诺的情况，需要时会上门查看，请您配合。",
        en="With the promise it need not be handed in. The department checks what you promised, now or later, and may "
        "come to look; please help it to.",
    ),
    Text(
        zh="承诺不属实的，会撤销已经作出的决定，造成的损失由您承担；违反法律的，依法追究责任，并按规定记入信用记录。",
        en="If it is not true, the decision is withdrawn and you bear the loss; who breaks the law answers for it, and "
        "it may be put on your credit record.",
    ),
)
READ = Text(
    zh="上面告知的内容，我已经看清并且明白。承诺是我自己的真实意思。",
    en="I have read and understood what the office tells me. I promise of my own free will.",
)
ANSWERS_FOR = Text(
    zh="我愿意配合核对。承诺不实的，我愿意承担相应的责任。",
    en="I help with the check, and answer for it if my promise is not true.",
)


def commitment_promise(instead: Instead) -> Text:
    """The sentence that is ticked and signed."""
    zh = "；".join(f"不交{name.zh}，承诺{promise.zh}" for name, promise in instead)
    en = " ".join(f"{name.in_language('en')}: {promise.in_language('en')}" for name, promise in instead)
    return Text(
        zh=f"我自己选择以承诺代替证明：{zh}告知的内容我看清了，不属实的，愿意承担责任。",
        en=f"I choose to promise instead of proof. {en} I read what the office tells me; I answer for its truth.",
    )


def deferral_promise(later: Later) -> Text:
    """The sentence that is ticked and signed."""
    zh = "；".join(f"{name.zh}（{f'{due} 前' if due else '时间由工作人员告知'}）" for name, due in later)
    en = "; ".join(
        f"{name.in_language('en')} ({f'by {due}' if due else 'date as told by an official'})" for name, due in later
    )
    return Text(
        zh=f"我自己选择先办理、后补材料，承诺按时补交：{zh}。没有按时补交的，我知道这件事会办不下去。",
        en=f"I choose to go on now and promise to bring in time: {en}. I know that otherwise the matter cannot go on.",
    )


def _later_rows(facts: Facts) -> list[Pair]:
    told = facts.say("由工作人员告知", "as told by an official")
    return [
        (
            facts.say("后补材料", "To follow"),
            f"{name.in_language(facts.language)} · {facts.say('最后一天', 'last day')} {due or told}",
        )
        for name, due in facts.later
    ]


def _signed(facts: Facts, title: Pair, bodies: Sequence[str], rows: Sequence[Pair]) -> Notice:
    return {**_notice(facts, title, bodies, rows), "signed": True, "signature": facts.signature}


def _notice(facts: Facts, title: Pair, bodies: Sequence[str], rows: Sequence[Pair]) -> Notice:
    fixed = [
        (facts.say("事项", "Matter"), facts.item.in_language(facts.language)),
        (facts.say("受理号", "Number"), facts.number)
        if facts.number
        else (facts.say("办件编号", "Case"), facts.case_id),
    ]
    return {
        "language": facts.language,
        "title": facts.say(*title),
        "applicant": facts.applicant,
        "bodies": [body for body in bodies if body],
        "rows": [{"label": label, "value": value} for label, value in (*fixed, *rows)],
        "department": facts.department.in_language(facts.language),
        "place": facts.place.in_language(facts.language),
        "day": facts.day,
        "signed": False,
        "signature": "",
    }


def as_lines(notice: Mapping[str, Any]) -> list[str]:
    """The same for a receipt printer."""
    rows = [f"{row['label']}: {row['value']}" for row in notice["rows"]]
    return [notice["applicant"], *notice["bodies"], *rows, notice["department"], notice["day"]]
