"""Core: session → page, and each page's place in the five steps and its bottom bar."""

from dataclasses import dataclass

from cloud_seat.contract.text import Text
from kiosk_app.session.state import CallState, Session, Stage

NONE = Text(zh="")
BACK = Text(zh="返回", en="Back")
NEXT = Text(zh="下一步", en="Next")
CALL = Text(zh="呼叫云坐席", en="Call an official")
LEAVE = Text(zh="退出并清除", en="Leave and clear")

STEPS = (
    Text(zh="选事项", en="Choose"),
    Text(zh="刷身份证", en="ID card"),
    Text(zh="填表", en="Form"),
    Text(zh="交材料", en="Papers"),
    Text(zh="签字确认", en="Sign"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: step 1–5 (0 = none) and the words of its bottom bar; an empty word hides the button."""

    step: int
    back: Text = BACK
    primary: Text = NEXT
    secondary: Text = NONE
    call: Text = CALL
    leave: Text = LEAVE


PAGES: dict[str, Page] = {
    "welcome": Page(step=0, back=NONE, primary=NONE, call=NONE, leave=NONE),
    "find": Page(step=1, primary=Text(zh="自己办", en="Do it myself")),
    "guide": Page(step=1, primary=Text(zh="自己办", en="Do it myself"), secondary=Text(zh="打印指南", en="Print")),
    "identify": Page(step=2),
    "form": Page(step=3),
    "material": Page(
        step=4, primary=Text(zh="下一份", en="Next"), secondary=Text(zh="这份先欠着", en="Bring it later")
    ),
    "check": Page(
        step=4, primary=Text(zh="去签字", en="Sign now"), call=Text(zh="请云坐席核对", en="Check with an official")
    ),
    "call": Page(step=3, primary=Text(zh="继续", en="Go on"), call=NONE),
    "sign": Page(step=5, primary=Text(zh="签好了", en="I have signed"), secondary=Text(zh="重写", en="Clear")),
    "review": Page(
        step=5, back=NONE, primary=Text(zh="确认提交", en="Submit"), secondary=Text(zh="重签", en="Sign again")
    ),
    "submitting": Page(step=5, back=NONE, primary=NONE, call=NONE, leave=NONE),
    "done": Page(
        step=0,
        back=NONE,
        primary=Text(zh="完成，清除我的信息", en="Done, clear my data"),
        secondary=Text(zh="再打一次小票", en="Print again"),
        call=NONE,
        leave=NONE,
    ),
    "stored": Page(
        step=5,
        back=NONE,
        primary=Text(zh="完成，清除屏幕信息", en="Done, clear the screen"),
        secondary=Text(zh="打印暂存凭证", en="Print the slip"),
        call=NONE,
        leave=NONE,
    ),
    "progress": Page(
        step=0, primary=Text(zh="查一查", en="Look it up"), secondary=Text(zh="再查一件", en="Another one")
    ),
    "checkIn": Page(step=0, primary=Text(zh="签到", en="Check in")),
    "keeper": Page(
        step=0, back=NONE, primary=Text(zh="进入", en="Enter"), call=NONE, leave=Text(zh="回首页", en="Start page")
    ),
    "takeCard": Page(step=0, back=NONE, primary=Text(zh="已取走", en="I have it"), call=NONE, leave=NONE),
    "apology": Page(step=0, back=NONE, primary=Text(zh="回到首页", en="Start page"), call=NONE, leave=NONE),
    "closed": Page(step=0, back=NONE, primary=NONE, call=NONE, leave=NONE),
    "help": Page(step=0, back=NONE, primary=Text(zh="明白了，接着办", en="I see, go on")),
    "complaint": Page(
        step=0,
        primary=Text(zh="交给负责人", en="Hand it in"),
        secondary=Text(zh="再打一次小票", en="Print again"),
    ),
    "message": Page(
        step=0,
        primary=Text(zh="交给工作人员", en="Hand it in"),
        secondary=Text(zh="再打一次小票", en="Print again"),
        call=NONE,
    ),
}

IN_ROW = Text(zh="这一位填好了", en="This one is done")
"""The primary button while the page of one row of a group is open."""

IN_LIST = Text(zh="就到这里", en="That is all")
"""The primary button while the list of answers of a field is open: what is chosen so far will do."""

LINKS = {
    "help": Text(zh="帮助", en="Help"),
    "complaint": Text(zh="办不成事", en="Not solved?"),
    "progress": Text(zh="查进度", en="My matters"),
    "checkIn": Text(zh="预约签到", en="Booked"),
}
"""Ways to the side that stand at the left of every bottom bar."""

BESIDE_CALL = (Stage.FIND, Stage.GUIDE, Stage.FORM, Stage.CHECK)
"""Stages that share the glass with the official's picture; the others keep their page and show a small one."""


def page_of(session: Session) -> str:
    """The page that the resident sees."""
    return session.aside or page_below(session)


def page_below(session: Session) -> str:
    """The page of the matter, whatever lies over it."""
    if session.is_closed:
        return "closed"
    if session.call.state is CallState.CONNECTED and session.stage in BESIDE_CALL:
        return "call"
    return session.stage.value


def step_of(session: Session) -> int:
    """Which of the five steps, also while the call page is in front."""
    page = page_below(session)
    if page == "call":
        return PAGES[session.stage.value].step
    return PAGES[page].step
