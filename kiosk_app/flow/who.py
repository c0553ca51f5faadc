"""Core: what the identify page asks for now, in one sentence, shown large and spoken: no name is in it."""

from cloud_seat.contract.text import Text
from kiosk_app.session.identity import Part, part_of
from kiosk_app.session.state import Session

TITLES: dict[tuple[Part, str], Text] = {
    (Part.SELF, "card"): Text(
        zh="请把身份证平放在\n右下方感应区", en="Please lay your ID card\non the reader, bottom right"
    ),
    (Part.SELF, "social"): Text(
        zh="请把社保卡芯片朝上\n插进卡槽", en="Please insert your\nsocial-security card, chip up"
    ),
    (Part.SELF, "code"): Text(
        zh="请打开手机上的电子证照码\n对准扫码口", en="Please hold the digital ID\non your phone to the scanner"
    ),
    (Part.SELF, "typed"): Text(zh="请照证件写下姓名和号码", en="Please write your name and number"),
    (Part.ACTOR, "card"): Text(
        zh="先放您自己的身份证\n平放在右下方感应区", en="First your own ID card,\non the reader, bottom right"
    ),
    (Part.ACTOR, "social"): Text(zh="先插您自己的社保卡\n芯片朝上", en="First your own\nsocial-security card, chip up"),
    (Part.ACTOR, "code"): Text(zh="先扫您自己的\n电子证照码", en="First your own digital ID"),
    (Part.ACTOR, "typed"): Text(zh="请先写您自己的姓名和号码", en="First your own name and number"),
    (Part.PRINCIPAL, "card"): Text(
        zh="现在放对方的身份证\n平放在右下方感应区", en="Now the other person's\nID card, on the reader"
    ),
    (Part.PRINCIPAL, "social"): Text(
        zh="现在插对方的社保卡\n芯片朝上", en="Now the other person's\nsocial-security card, chip up"
    ),
    (Part.PRINCIPAL, "code"): Text(zh="现在扫对方的\n电子证照码", en="Now the other person's digital ID"),
    (Part.PRINCIPAL, "typed"): Text(zh="请写对方的姓名和号码", en="The other person's name and number"),
}
RELATION = Text(zh="您是对方的什么人？", en="What are you to the other person?")
CONFIRM = Text(zh="谁替谁办，对吗？", en="Who is here for whom?")
LIFT = Text(zh="请先拿走您自己的证件", en="Please take your own card first")


def title(session: Session) -> Text:
    """The one instruction of the page."""
    part = part_of(session)
    if part is Part.RELATION:
        return RELATION
    if part is Part.CONFIRM:
        return CONFIRM
    return LIFT if session.reading == "lift" else TITLES[part, session.way]


def scene(session: Session) -> str:
    """Which of these sentences it is."""
    part = part_of(session)
    if part in (Part.RELATION, Part.CONFIRM):
        return str(part)
    return f"{part}.{'lift' if session.reading == 'lift' else session.way}"
