"""Core: who is here, for whom, and what still has to be asked about that."""

from enum import StrEnum

from cloud_seat.contract.formats import is_person_name
from cloud_seat.contract.forms import Field
from cloud_seat.contract.identity import RELATIONS, Identity, Known
from cloud_seat.contract.rules import FormEngine
from cloud_seat.contract.text import Text
from devices.id_card.number import judge_number
from kiosk_app.session.state import Errand, Person, Proof, Session

READ_WAYS = ("card", "social", "code")
"""Ways that wait for a device; the other one is the resident's own hand."""
NAME, NUMBER = "said_name", "said_number"
CLAIMED = {NAME: Text(zh="姓名", en="Name"), NUMBER: Text(zh="证件号码", en="Number on the card")}
"""What is written by hand, as its lines are called."""
"""Names of the two lines that are written by hand."""
NUMBER_SIGNS, OLD_NUMBER_SIGNS = 18, 15
TOLD = ("name", "number", "sex", "nation", "birth", "address", "valid_until")
"""What a person and their place in the sealed case have in common."""


class Part(StrEnum):
    """What the identify page asks for now."""

    SELF = "self"
    ACTOR = "actor"
    RELATION = "relation"
    PRINCIPAL = "principal"
    CONFIRM = "confirm"


PEOPLE = (Part.SELF, Part.ACTOR, Part.PRINCIPAL)
"""Parts that end when somebody is known."""


def part_of(session: Session) -> Part:
    """One thing at a time: who acts, what they are to the other, who that is, and whether it is the right way round."""
    match session.errand:
        case None:
            return Part.SELF
        case Errand(actor=None):
            return Part.ACTOR
        case Errand(relation=""):
            return Part.RELATION
        case _:
            return Part.PRINCIPAL if session.person is None else Part.CONFIRM


def present_person(session: Session) -> Person | None:
    """Who stands in the booth."""
    return session.errand.actor if session.errand else session.person


def sources(session: Session) -> dict[str, str]:
    """What a form's `source` may name: the card's keys, and of an errand `agent.name` and `agent.relation`."""
    told = session.person.as_source() if session.person else {}
    errand = session.errand
    if errand is None or errand.actor is None:
        return told
    return {**told, "agent.name": errand.actor.name, "agent.relation": errand.relation}


def is_open(session: Session, field: Field) -> bool:
    """A line of the card that the card (or the person) did not tell: it is asked for."""
    if not field.readonly or not field.source.startswith("card.") or session.person is None:
        return False
    return not session.person.as_source().get(field.source.removeprefix("card."))


def may_write(session: Session, engine: FormEngine, path: str) -> bool:
    """What the form lets the resident write, and what no card told."""
    field = engine.field(path)
    return engine.may_write(path, session.values) or (field is not None and is_open(session, field))


def wire_identity(session: Session) -> Identity | None:
    """As the official sees it and the case keeps it; None while nobody is known."""
    if session.person is None:
        return None
    errand = session.errand
    return Identity(
        holder=_known(session.person),
        actor=_known(errand.actor) if errand and errand.actor else None,
        relation=errand.relation if errand else "",
        relation_text=RELATIONS.get(errand.relation) if errand else None,
        claim=session.claims,
        gap_s=session.call.gap_s,
    )


def _known(person: Person) -> Known:
    told = {name: getattr(person, name) for name in TOLD}
    return Known(**told, proof=str(person.proof), seen_by=person.seen_by)


def person_known(known: Known) -> Person:
    """The same person again, from a draft of this booth."""
    told = {name: getattr(known, name) for name in TOLD}
    return Person(**told, proof=Proof(known.proof), seen_by=known.seen_by)


def claim_errors(name: str, number: str) -> dict[str, Text]:
    """What is wrong with a name and number written by hand, and how to mend it."""
    wrong: dict[str, Text] = {}
    if not name.strip():
        wrong[NAME] = Text(zh="请写下姓名", en="Please write the name")
    elif not is_person_name(name):
        wrong[NAME] = Text(zh="请照证件写姓名，不用别的符号", en="Please write the name as on the card, no other signs")
    if not judge_number(number).problems:
        return wrong
    is_old = number[:3].isalpha()  # a foreigner's until 2023: ZZZ440199010124
    short = (OLD_NUMBER_SIGNS if is_old else NUMBER_SIGNS) - len(number)
    if not number:
        wrong[NUMBER] = Text(zh="请写下证件号码", en="Please write the number of the card")
    elif short > 0:
        wrong[NUMBER] = Text(zh=f"还差 {short} 位", en=f"{short} more digits needed")
    else:
        wrong[NUMBER] = Text(zh="号码好像有一位不对，请对着证件再看看", en="One digit seems wrong; please compare it")
    return wrong


def person_said(name: str, number: str, proof: Proof) -> Person:
    """A person who is only said to be here: what the number tells of them, nothing more. The number is a right one."""
    number = number.upper()
    is_long = len(number) == NUMBER_SIGNS
    birth = f"{number[6:10]}-{number[10:12]}-{number[12:14]}" if is_long else ""
    sex = ("男" if int(number[16]) % 2 else "女") if is_long else ""
    return Person(name.strip(), sex, "", birth, "", number, proof=proof)


def identity_rows(session: Session) -> list[tuple[str, str]]:
    """For the printed application: who acts, and what stands in for the ID card. Empty for the usual case."""
    en, errand, rows = session.language == "en", session.errand, list[tuple[str, str]]()
    if errand and errand.actor:
        rows += [
            ("Agent" if en else "代办人", errand.actor.name),
            ("ID number" if en else "证件号码", errand.actor.number),
        ]
        rows.append(("Relation" if en else "与对方关系", RELATIONS[errand.relation].in_language(session.language)))
    person = present_person(session)
    if person and person.proof is not Proof.CARD:
        rows.append(("Identified by" if en else "身份核对", _how_known(person).in_language(session.language)))
    return rows


def _how_known(person: Person) -> Text:
    if person.seen_by:
        return Text(
            zh=f"未刷身份证，云坐席 {person.seen_by} 当面核对", en=f"no ID card; by eye, official {person.seen_by}"
        )
    words = {
        Proof.SOCIAL_CARD: Text(zh="社会保障卡", en="social-security card"),
        Proof.CODE: Text(zh="电子证照码，尚未核对", en="digital ID code, not yet confirmed"),
    }
    return words.get(person.proof, Text(zh="未刷证件，尚未核对", en="no card, not yet confirmed"))
