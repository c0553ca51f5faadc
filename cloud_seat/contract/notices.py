"""Core: what stands on the notices that a resident gets: receipt, acceptance, what is missing, what follows, delivery.

A notice is data for `assets/templates/notice.typ`; the same facts give the same data, and the same data the same bytes,
at the booth and at the hub.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cloud_seat.contract.text import Text

Later = Sequence[tuple[Text, str]]
"""Deferred papers: name, and last day (YYYY-MM-DD, or empty when an official will say)."""
Pair = tuple[str, str]
Notice = dict[str, Any]
Maker = Callable[["Facts"], Notice]


@dataclass(frozen=True, slots=True)
class Facts:
    """What notices are made of. `language`: zh or en. `day`: YYYY-MM-DD. `days`: promised working days, 0 unknown.

    `number`: of the acceptance, empty until the hub has the case; then the case's own id stands there.
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
    note: str = ""
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
    rows = [*([limit] if facts.days else []), *_later_rows(facts)]
    return _notice(facts, ("受理通知书", "Notice of acceptance"), [body], rows)


def supplement(facts: Facts) -> Notice:
    """补正材料通知书: said once, in writing, what is missing."""
    bodies = [
        facts.say(
            "您提交的申请还需要补正。请按下面的内容补齐，不用重新填表：",
            "Your application needs the following. You need not fill in the form again:",
        ),
        facts.note,
        facts.say(
            "补正时请报受理号，到任何一台晓屋或办事窗口都可以。",
            "Bring it to any booth or counter and tell the number above.",
        ),
    ]
    return _notice(facts, ("补正材料通知书", "Notice of what is missing"), bodies, [])


def deferral(facts: Facts) -> Notice:
    """容缺受理承诺书, signed: what follows, how, by when, and what if it does not."""
    bodies = [deferral_promise(facts.later).in_language(facts.language), HOW_LATER.in_language(facts.language)]
    made = _notice(facts, ("容缺受理承诺书", "Promise to bring missing papers"), bodies, _later_rows(facts))
    return {**made, "signed": True, "signature": facts.signature}


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
    made = _notice(facts, ("送达回执", "Acknowledgement of delivery"), [body], [])
    return {**made, "signed": True, "signature": facts.signature}


HOW_LATER = Text(
    zh="补交时到任何一台晓屋或办事窗口，报受理号就行，不用重新填表。过了最后一天没有补交，这件事办不下去，需要重新申请。",
    en="Bring it to any booth or counter and tell the number; you need not fill in the form again. After the last day "
    "the matter cannot go on, and you have to apply anew.",
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
