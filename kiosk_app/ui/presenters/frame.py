"""Core: the frame of every page (steps, bottom bar, questions, notices) and the call beside it."""

from cloud_seat.contract.text import Text
from kiosk_app.flow.pages import IN_LIST, IN_ROW, LINKS, PAGES, STEPS, Page, page_of, step_of
from kiosk_app.flow.sentences import notice
from kiosk_app.session.asking import engine_of, feels
from kiosk_app.session.identity import PEOPLE, part_of
from kiosk_app.session.moves import marks
from kiosk_app.session.moves.asides import can_keep
from kiosk_app.session.moves.inquiries import can_ask, opens_matter
from kiosk_app.session.state import Ambient, CallState, Knowledge, Print, Session, Stage
from kiosk_app.ui.presenters import asks, calling, closed, company
from kiosk_app.ui.presenters.booth import Booth
from kiosk_app.ui.presenters.office import office_words
from kiosk_app.ui.presenters.wording import last_day_words, pick
from kiosk_app.ui.shown import Shown

NO_TEXT = Text(zh="")


def frame(session: Session, knowledge: Knowledge, booth: Booth) -> Shown:
    """Everything around the page."""
    page, said = page_of(session), notice(session.notice or _standing_notice(session))
    return {
        "page": page,
        "step": step_of(session),
        "steps": [{"text": step.in_language(session.language)} for step in STEPS],
        **_bar(session, knowledge, PAGES[page]),
        "linkUp": session.ambient.link_up,
        "linkText": _text(session, _link_words(session.ambient)),
        "language": session.language,
        "mode": session.mode,
        "reach": session.reach,
        "zoom": session.zoom,
        "districtText": booth.district.in_language(session.language),
        "kioskText": booth.name.in_language(session.language),
        "callState": session.call.state.value,
        "callSinceMs": booth.call_since_ms if session.call.state is CallState.CONNECTED else 0,
        "callChip": _call_chip(session),
        **company.strip(session),
        **_overlay(session, knowledge),
        **company.question(session, knowledge, booth, who=calling.who(session)),
        "noticeText": said.text.in_language(session.language) if said else _office_notice(session),
        "noticeTone": said.tone if said else "info",
        "noticeStays": not session.notice,
        "handsetText": _text(session, ("听筒", "Handset")) if feels(session, "handset") else "",
        "resting": _is_resting(session),
        "restText": _rest_text(session),
        "seatTile": session.call.state is CallState.CONNECTED and page != "call",
    }


def _link_words(ambient: Ambient) -> tuple[str, str]:
    if ambient.closed:
        return ("网络正常", "Online") if ambient.link_up else ("断网", "Offline")
    if ambient.store_away:
        return "中枢恢复中 · 可继续办", "Hub recovering · go on"
    return ("网络正常", "Online") if ambient.link_up else ("断网 · 可继续办", "Offline · go on")


def _standing_notice(session: Session) -> str:
    """What is true of the booth until it no longer is; no tap takes it away."""
    if session.ambient.store_away:
        return "store_away"
    return "door_open" if feels(session, "door") else ""


def _office_notice(session: Session) -> str:
    """The welcome page has a place of its own for it, where nothing is in its way."""
    has_place = session.stage is Stage.WELCOME and not session.aside and not session.is_closed
    return "" if has_place else office_words(session)


def _is_resting(session: Session) -> bool:
    """Nobody is near, and the glass knows it."""
    return session.ambient.rests and session.stage is Stage.WELCOME and not session.overlay and not session.aside


def _rest_text(session: Session) -> str:
    """The booth is there for whoever comes, also while it tries itself."""
    if session.ambient.closed:
        return closed.title(session.ambient.closed).in_language(session.language)
    if session.ambient.rehearses:
        return _text(session, ("系统正在自检，\n触摸屏幕即可使用", "Testing itself.\nTouch the screen to use it"))
    return _text(session, ("点一下屏幕，开始办事", "Touch the screen to begin"))


def _bar(session: Session, knowledge: Knowledge, page: Page) -> Shown:
    say = session.language
    in_call = session.call.state is not CallState.NONE
    return {
        "backText": "" if session.letter.state == "sent" else page.back.in_language(say),
        "primaryText": _primary(session, page).in_language(say) if _has_first(session, knowledge) else "",
        "primaryEnabled": _can_go_on(session),
        "secondaryText": _second(session, page).in_language(say) if _has_second(session) else "",
        "callText": "" if in_call else page.call.in_language(say),
        "leaveText": _leave(session, page).in_language(say),
        "links": _links(session),
    }


def _leave(session: Session, page: Page) -> Text:
    """Over a page that has no leave button, help and complaint have none either."""
    return PAGES[session.stage.value].leave if session.aside else page.leave


def _links(session: Session) -> list[Shown]:
    """Help and complaint: from every page but themselves, and not in the moment of submitting. Questions to the hub
    begin at the welcome page."""
    if session.stage in (Stage.SUBMITTING, Stage.KEEPER) or session.is_closed:
        return []
    is_free = session.stage is Stage.WELCOME and not session.aside
    near = LINKS if is_free else ("help", "complaint")
    offered = [link for link in near if link not in (session.aside, session.aside_below)]
    return [{"id": link, "text": LINKS[link].in_language(session.language)} for link in offered]


def _primary(session: Session, page: Page) -> Text:
    """The primary button says what it will do on this page, now."""
    if session.letter.state == "sent":
        return Text(zh="好的，返回", en="Go back")
    if session.aside:
        return page.primary
    if session.picking:
        return IN_LIST
    if session.inside and session.stage in (Stage.FORM, Stage.CHECK):
        return IN_ROW
    if session.keeper.is_open:
        return NO_TEXT
    if session.inquiry.taking:
        return Text(zh="签收并打印", en="Sign and print")
    if session.inquiry.state == "told":
        return Text(zh="接着办", en="Go on") if opens_matter(session) else Text(zh="知道了", en="All right")
    if page is PAGES["call"]:
        return PAGES[session.stage.value].primary
    if session.stage is Stage.IDENTIFY and not (session.way == "typed" and part_of(session) in PEOPLE):
        return NO_TEXT
    if session.stage is Stage.MATERIAL and all(paper.state in ("done", "deferred") for paper in session.papers):
        return Text(zh="继续", en="Go on")
    if session.stage is Stage.DONE and session.call.state is not CallState.NONE:
        return Text(zh="结束通话，去评价", en="End the call")
    return page.primary


def _second(session: Session, page: Page) -> Text:
    if can_keep(session) and session.letter.printing is not Print.TROUBLE:
        return Text(zh="先回去，表留着", en="Go; keep my form")
    return Text(zh="重写", en="Clear") if session.inquiry.taking else page.secondary


def _can_go_on(session: Session) -> bool:
    if session.aside:
        return session.letter.state != "sending"
    if session.stage is Stage.FIND:
        return bool(session.item_id)
    if session.stage is Stage.KEEPER:
        return bool(session.keeper.pin)
    if session.inquiry.taking:
        return session.inquiry.taking == "signing"
    if session.stage in (Stage.PROGRESS, Stage.CHECK_IN):
        return session.inquiry.state == "told" or (session.inquiry.state == "asking" and can_ask(session))
    if session.stage is Stage.MATERIAL and session.papers:
        return session.papers[session.paper_at].state in ("done", "deferred")
    return session.stage is not Stage.SIGN or session.document > 0


def _has_first(session: Session, knowledge: Knowledge) -> bool:
    """Only a matter with a form here can be done alone; the call button stands beside."""
    return bool(session.aside) or session.stage is not Stage.GUIDE or engine_of(session, knowledge) is not None


def _has_second(session: Session) -> bool:
    if session.aside:
        return session.letter.printing is Print.TROUBLE or can_keep(session)
    if session.stage is Stage.MATERIAL and session.papers:
        return session.papers[session.paper_at].state == "todo"
    if session.stage is Stage.GUIDE:
        return session.guide_print is not Print.PRINTING
    if session.stage is Stage.DONE:
        return session.printing is Print.TROUBLE
    if session.stage is Stage.PROGRESS:
        return session.inquiry.state == "told"
    return True


def _text(session: Session, words: tuple[str, str]) -> str:
    return pick(session.language == "en", *words)


def _call_chip(session: Session) -> str:
    words = {
        CallState.WAITING: ("正在呼叫", "Calling"),
        CallState.CONNECTED: ("通话", "In call"),
        CallState.LOST: ("正在重连", "Reconnecting"),
    }
    return _text(session, words[session.call.state]) if session.call.state in words else ""


_RESUME = (
    Text(zh="上次还没办完，接着办？", en="You did not finish last time. Go on?"),
    Text(
        zh="您上次在这里办“{item}”，{reached}。填过的都还在。不办了就清掉。",
        en='Last time you were at "{item}"; {reached}. All of it is kept. If you do not want it, it is cleared.',
    ),
    Text(zh="接着办", en="Go on with it"),
    Text(zh="清掉，重新办", en="Clear it, start anew"),
)
_REACHED = Text(zh="填到“{page}”", en='you had come to "{page}"')
_ONLY_PAPERS = Text(zh="表已经填好，只差材料和签字", en="the form is filled in, papers and signature are left")

_OVER_AT_THE_END = (
    Text(zh="通话结束了", en="The call has ended"),
    Text(zh="您的申请交好了。刚才说到：", en="Your application is handed in. What came up:"),
    Text(zh="知道了", en="I see"),
    NO_TEXT,
)

OVERLAYS: dict[str, tuple[Text, Text, Text, Text]] = {
    **company.HELPER_WORDS,
    "callConfirm": (
        Text(zh="要和工作人员视频通话吗？", en="Start a video call with an official?"),
        Text(
            zh="接通后，对方能看到下面这些。随时能关、能挂断，不录像。",
            en="Once connected the official sees this. You may switch it off or hang up any time; nothing is recorded.",
        ),
        Text(zh="好，呼叫", en="Yes, call"),
        Text(zh="先不用", en="Not now"),
    ),
    "callWaiting": (
        Text(zh="正在找能办这件事的工作人员", en="Looking for the right official"),
        Text(zh="请稍等，不用守着，接通时会响一声。", en="Please wait; you will hear a sound."),
        NO_TEXT,
        Text(zh="取消呼叫", en="Cancel"),
    ),
    "callLost": (
        Text(zh="对方断开了，正在重新接通", en="The official was cut off; reconnecting"),
        Text(
            zh="您填的都还在，还是先找同一位。您也可以先自己办。",
            en="Your form is kept; the same official comes first.",
        ),
        Text(zh="先自己办，等接通", en="Go on meanwhile"),
        Text(zh="不等了", en="Stop waiting"),
    ),
    "callOver": (
        Text(zh="通话结束了", en="The call has ended"),
        Text(zh="您填的都还在，接着办就行。刚才说到：", en="All you filled in is kept; just go on. What came up:"),
        Text(zh="知道了，接着办", en="I see, go on"),
        NO_TEXT,
    ),
    asks.CARD: (
        Text(zh="请再放一次身份证", en="Your ID card once more"),
        asks.CARD_TEXT,
        NO_TEXT,
        Text(zh="不放了", en="I would rather not"),
    ),
    asks.QUESTION: (NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT),  # its words: `asks`
    marks.QUESTION: (NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT),  # its words: `calling`
    "callLater": (
        Text(zh="要我们给您回电吗？", en="Shall we call you back?"),
        Text(
            zh="也可以留个电话或留句话，一个工作日内有人联系您。",
            en="You may also leave your number or a message; somebody answers within one working day.",
        ),
        Text(zh="好，留个话", en="Leave a message"),
        Text(zh="先自己办", en="Go on alone"),
    ),
    "leave": (
        Text(zh="要退出并清除吗？", en="Leave and clear everything?"),
        Text(
            zh="还没提交的内容会从这台机器上全部清除，找不回来。",
            en="What is not submitted is removed from this machine for good.",
        ),
        Text(zh="退出并清除", en="Leave and clear"),
        Text(zh="继续办理", en="Stay"),
    ),
    "dropRow": (
        Text(zh="要删掉这一位吗？", en="Take this one off the list?"),
        Text(
            zh="这一位填的内容会一起删掉，其他的都还在。",
            en="What was filled in for this one goes too; all the rest stays.",
        ),
        Text(zh="删掉", en="Take off"),
        Text(zh="不删", en="Keep"),
    ),
    "resume": _RESUME,
    "deferPaper": (
        Text(zh="“{name}”以后再交？", en='Bring "{name}" later?'),
        Text(
            zh="最后一天：{due}。到任何一台晓屋或办事窗口，报受理号补交就行，不用重新填表。"
            "过了这天没补，这件事办不下去，要重新申请。签字时一起签承诺书。",
            en="Last day: {due}. Bring it to any booth or counter and tell the number; no new form is needed. "
            "After that day the matter cannot go on and you apply anew. You sign a promise at the end.",
        ),
        Text(zh="好，以后再交", en="Yes, later"),
        Text(zh="现在就交", en="No, now"),
    ),
    "idle": (
        Text(zh="您还在吗？", en="Are you still there?"),
        Text(
            zh="为了保护您的信息，没人操作时会自动清除。",
            en="To protect you, everything is cleared when nobody is here.",
        ),
        Text(zh="继续办理", en="I am here"),
        Text(zh="退出并清除", en="Leave and clear"),
    ),
}


def _of_paper(session: Session) -> dict[str, str]:
    """Which paper may follow, and until when."""
    if not session.papers:
        return {}
    paper = session.papers[session.paper_at]
    told = _text(session, ("由工作人员告诉您", "as an official will tell you"))
    return {
        "name": paper.name.in_language(session.language),
        "due": last_day_words(paper.due, session.language == "en") or told,
    }


_LATE = Text(
    zh="让您久等了。点“不等了，给我回电”，一个工作日内有人打给您；想等也行，位置给您留着。",
    en="Sorry to keep you. Touch Call me back: somebody calls within one working day. Or wait on; your place is kept.",
)


def _words(session: Session) -> tuple[Text, Text, Text, Text]:
    if session.overlay == "callOver" and session.stage in (Stage.DONE, Stage.STORED):
        return _OVER_AT_THE_END
    return OVERLAYS.get(session.overlay, (NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT))


def _overlay(session: Session, knowledge: Knowledge) -> Shown:
    title, text, yes, no = _words(session)
    say, call = session.language, session.call
    return {
        "overlay": session.overlay,
        "overlayTitle": title.in_language(say).format(**_of_paper(session)),
        "overlayText": _overlay_text(session, text),
        "overlayYes": yes.in_language(say),
        "overlayNo": no.in_language(say),
        "overlaySeconds": session.idle_left_s,
        "overlayPosition": call.position if session.overlay == "callWaiting" else 0,
        "overlayEstimate": calling.estimate(session, knowledge) if session.overlay == "callWaiting" else "",
        "overlayOther": _text(session, ("不等了，给我回电", "Call me back"))
        if session.overlay == "callWaiting"
        else "",
        "overlayPoints": calling.points(session, knowledge),
        "overlayFacts": [],
        "overlayPicture": "",
        **(asks.question(session, knowledge) if session.overlay == asks.QUESTION else {}),
        **(calling.mark_question(session, knowledge) if session.overlay == marks.QUESTION else {}),
    }


def _overlay_text(session: Session, text: Text) -> str:
    say, found = session.language, session.found
    if session.overlay == "callWaiting" and session.call.late:
        return _LATE.in_language(say)
    if session.overlay == asks.CARD:
        return asks.card_words(session).in_language(say)
    if session.overlay == "callLater":
        said = notice(session.notice)
        return (said.text.in_language(say) + " " if said else "") + text.in_language(say)
    if session.overlay != "resume" or found is None:
        return text.in_language(say).format(**_of_paper(session))
    page = found.reached.in_language(say)
    reached = _REACHED.in_language(say).format(page=page) if page else _ONLY_PAPERS.in_language(say)
    return text.in_language(say).format(item=found.item_name.in_language(say), reached=reached)
