"""Core: what the booth says aloud. Only sentences that stand here or in `sentences.py`, and the titles of public forms.

Nothing else is ever spoken at the glass, so nothing personal can be: no name, no number, no choice, no official's word.
"""

from collections.abc import Mapping

from cloud_seat.contract.text import Text
from kiosk_app.flow import who
from kiosk_app.flow.pages import page_of
from kiosk_app.flow.sentences import NOTICES, notice
from kiosk_app.flow.verdicts import VERDICTS
from kiosk_app.session.asking import engine_of, may_rate
from kiosk_app.session.commands import Spoken
from kiosk_app.session.state import Knowledge, Session, Stage

PAGE_PROMPTS: Mapping[str, Text] = {
    "welcome": Text(
        zh="您好。您想办什么事？请点屏幕上的字。要人帮忙，就点“叫工作人员”。",
        en="Hello. What would you like to do? Touch the screen, or touch Call to speak to an official.",
    ),
    "find": Text(
        zh="请点您要办的事。没有的话，打名字、拼音，或者叫工作人员帮您找。",
        en="Touch what you would like to do. If it is not there, type its name, or call an official.",
    ),
    "guide": Text(
        zh="这里写着谁能办、要带什么。看好了，就点“自己办”；不明白，就叫工作人员。",
        en="This page says who may apply and what to bring. To begin, touch Do it myself, or call an official.",
    ),
    "identify": Text(
        zh="请把身份证平放在右下方。放好就行，不用按。没带证，就请工作人员核对。",
        en="Lay your ID card flat on the reader, bottom right, and leave it there. Without a card, ask an official.",
    ),
    "form": Text(
        zh="请把空着的地方填好，再点“下一步”。不明白，就叫工作人员。",
        en="Fill in what is empty, then touch Next. If anything is unclear, call an official.",
    ),
    "material": Text(
        zh="请把材料平放在托板上，四角露出来。拍好了，就点“下一份”。",
        en="Lay the paper flat with all four corners in view. Once it is taken, touch Next.",
    ),
    "check": Text(
        zh="请看一遍，对不对。要改，就点后面的“改”。都对，就点“去签字”。",
        en="Please read it once more. Touch Change to mend a line. If all is right, touch Sign now.",
    ),
    "call": Text(zh="工作人员已经接通，请直接说话。", en="The official is here. Please speak."),
    "sign": Text(
        zh="请先看要签的文件，逐条打勾，再在框里签名，然后点“签好了”。",
        en="Read the papers, tick each promise, write your name in the frame, then touch I have signed.",
    ),
    "review": Text(
        zh="这是您要提交的申请表。没问题，就点“确认提交”；要改签名，就点“重签”。",
        en="This is your application. If it is right, touch Submit. To sign anew, touch Sign again.",
    ),
    "submitting": Text(zh="正在提交，请稍等。", en="Submitting. One moment, please."),
    "done": Text(
        zh="办好了。号码在屏幕上，请取走小票和身份证。这次服务您满意吗？不评也可以。",
        en="It is done. The number is on the screen. Take your slip and your card. You may rate the service.",
    ),
    "stored": Text(
        zh="已经安全存在本机，网络恢复后自动上传，不用您再来一趟。请取走凭证。",
        en="It is stored safely here and sent when the network is back. You need not come again. Take your slip.",
    ),
    "progress": Text(
        zh="请放上办事时的身份证，再填小票上的号码，只填后六位也行，然后点“查一查”。",
        en="Lay down the ID card used for the matter, type the number on the slip, then touch Look it up.",
    ),
    "checkIn": Text(
        zh="请放上身份证，或者填预约码。找到了，就点“接着办”。",
        en="Lay down your ID card, or type the code of your booking. Once it is found, touch Go on.",
    ),
    "keeper": Text(
        zh="这是守护人用的页面。不是守护人，请点“回首页”。", en="This page is for the keeper. Others, touch Start page."
    ),
    "takeCard": Text(
        zh="请取走您的身份证。您的信息已经从这台机器上清除。",
        en="Please take your ID card. Your data has been cleared from this machine.",
    ),
    "closed": Text(
        zh="这台晓屋现在暂停服务。什么时候再开、到哪里办，都写在屏幕上。",
        en="This booth is closed for now. The screen says when it opens and where you can go.",
    ),
    "help": Text(
        zh="这里是帮助。看好了，就点“明白了，接着办”。要人帮忙，就叫工作人员。",
        en="This is help. When you have read it, touch I see, go on. You may also call an official.",
    ),
    "complaint": Text(
        zh="事情没办成，请在这里告诉我们。写好了，就点“交给负责人”。",
        en="If it could not be done, tell us here, then touch Hand it in.",
    ),
    "message": Text(
        zh="请选让我们给您回电，或者只留个话。写好了，就点“交给工作人员”。",
        en="Choose whether we call you back or only read your message, then touch Hand it in.",
    ),
    "apology": Text(
        zh="对不起，机器出了点问题。已经提交的不会丢。请点“回到首页”再试一次。",
        en="Sorry, something went wrong. What you submitted is safe. Touch Start page to try again.",
    ),
}

QUESTIONS: Mapping[str, Text] = {
    "callConfirm": Text(
        zh="要和工作人员视频通话吗？接通后，对方能看到您、听到您，也能看到您填的表。不录像。",
        en="Start a video call? The official will see and hear you, and see your form. Nothing is recorded.",
    ),
    "callWaiting": Text(zh="正在找能办这件事的工作人员，请稍等。", en="Looking for the right official. Please wait."),
    "callLost": Text(
        zh="对方断开了，正在重新接通。您填的都还在。", en="The official was cut off. Reconnecting; your form is kept."
    ),
    "callOver": Text(
        zh="通话结束了，您填的都还在。刚才说到的写在屏幕上，接着办就行。",
        en="The call has ended; all you filled in is kept. What came up is on the screen.",
    ),
    "callAsk": Text(
        zh="工作人员请您做一件事，写在屏幕上。同意就点“同意”，不同意也没关系。",
        en="The official asks you for something; the screen says what. You may agree or not.",
    ),
    "callMark": Text(
        zh="工作人员请您再看看一处，写在屏幕上。要看就点“去看看”，没有错就点“没有错”。",
        en="The official asks you to look at one line again; the screen says which.",
    ),
    "callCard": Text(
        zh="请把身份证平放在右下方。不想放，就点“不放了”。",
        en="Lay your ID card flat on the reader, bottom right. You may also say no.",
    ),
    "callHelper": Text(
        zh="要请家人一起通话吗？家人能看到您、和您说话。同意就点“同意”，不同意也没关系。",
        en="Shall a relative join the call? They would see you and talk with you. You may agree or not.",
    ),
    "callHelperCode": Text(
        zh="家人在身边，请用手机扫屏幕上的码。不在身边，就照屏幕上写的做。",
        en="If your relative is here, let them scan the code. If not, tell them what the screen says.",
    ),
    "callLater": Text(
        zh="现在没接上。要留个电话、让我们给您回电吗？",
        en="Nobody could be reached. Shall we call you back?",
    ),
    "leave": Text(
        zh="要退出并清除吗？还没提交的内容会清除，找不回来。",
        en="Leave and clear everything? What is not submitted is removed for good.",
    ),
    "dropRow": Text(
        zh="要去掉这一位吗？填的内容会一起去掉。", en="Take this one away? What was filled in for it goes too."
    ),
    "resume": Text(
        zh="您上次在这里没有办完。要接着办吗？填过的都还在。",
        en="You had not finished here. Go on with it? All of it is kept.",
    ),
    "deferPaper": Text(
        zh="这份材料以后再交吗？最后一天、怎么补、过期会怎样，都写在屏幕上。",
        en="Bring this paper later? The screen says by when, how, and what happens if it is late.",
    ),
    "idle": Text(
        zh="您还在吗？没人操作的话，{left} 秒后会全部清除。要继续，点一下屏幕。",
        en="Are you still there? Everything is cleared in {left} seconds. Touch the screen to go on.",
    ),
}
NOTICE = Text(
    zh="这是您的文书，请看一遍。在框里签名，再点“签收并打印”，文书就打出来给您。",
    en="This is your notice. Read it, sign in the frame, then touch Sign and print.",
)
"""While the notice of a decided matter lies on the page of progress."""
STORY = Text(
    zh="查到了，办到哪一步，都写在屏幕上。看好了，就点“知道了”。",
    en="Found. The screen says how far it is. When you have read it, touch All right.",
)
SENT = Text(
    zh="交好了，号码在屏幕上，请取走小票。看好了，就点“好的，返回”。",
    en="Handed in. The number is on the screen. Take your slip, then touch Go back.",
)
"""Once a complaint or a message is written and handed in."""
RATE = Text(zh="这次服务您满意吗？不评也可以。", en="How was this service? You may skip it.")
USUAL_WHO = "self.card"
"""The one card of the one person who is here: its prompt tells the other ways as well."""
COUNTED_S = (20, 10, 5)
"""What is left of the countdown is spoken again when it falls to these."""
LEFT = Text(zh="还有 {left} 秒。", en="{left} seconds left.")
TAKEN = Text(zh="拍好了，请看清不清楚。", en="Taken. Please check it.")
SPOKEN_VERDICTS = frozenset(VERDICTS) - {"", "no_page", "busy"}


def page_prompt(session: Session, knowledge: Knowledge) -> tuple[Spoken, ...]:
    """The page's own question, and before it what stands over it."""
    if session.overlay:
        return (_spoken(f"overlay.{session.overlay}", QUESTIONS[session.overlay], session),)
    page = page_of(session)
    parts = [_spoken(f"page.{page}", PAGE_PROMPTS[page], session)]
    if page == "identify" and who.scene(session) != USUAL_WHO:
        asked = who.title(session)
        aloud = Text(zh=asked.zh.replace("\n", "，"), en=asked.en.replace("\n", " "))
        parts = [_spoken(f"who.{who.scene(session)}", aloud, session)]
    if session.letter.state == "sent":
        parts = [_spoken("letter.sent", SENT, session)]
    if session.inquiry.state == "told" and page == "progress":
        parts = _told(session)
    engine = engine_of(session, knowledge)
    if session.stage is Stage.FORM and page == "form" and engine is not None:
        title = engine.form.ui.pages[session.page].title
        parts.insert(0, _spoken(f"form.{engine.form.id}.{session.page + 1}", title, session))
    return (*notice_prompt(session), *parts)


def _told(session: Session) -> list[Spoken]:
    """The answer of the progress query: its notice to be signed for, or the story and what may be rated."""
    if session.inquiry.taking:
        return [_spoken("progress.notice", NOTICE, session)]
    story = [_spoken("progress.story", STORY, session)]
    return [*story, _spoken("progress.rate", RATE, session)] if may_rate(session) else story


def notice_prompt(session: Session) -> tuple[Spoken, ...]:
    """The message over the page."""
    said = notice(session.notice)
    key = f"notice.{session.notice}" if session.notice in NOTICES else "notice.other"
    return (_spoken(key, said.text, session),) if said else ()


def verdict_prompt(session: Session, verdict: str) -> tuple[Spoken, ...]:
    """The camera's guidance."""
    return (_spoken(f"verdict.{verdict}", VERDICTS[verdict], session),) if verdict in SPOKEN_VERDICTS else ()


def taken_prompt(session: Session) -> tuple[Spoken, ...]:
    """The picture is there."""
    return (_spoken("verdict.taken", TAKEN, session),)


def left_prompt(session: Session) -> tuple[Spoken, ...]:
    """How long the question "still there?" still stands."""
    return (_spoken(f"left.{session.idle_left_s}", LEFT, session),)


def _spoken(key: str, text: Text, session: Session) -> Spoken:
    return Spoken(key, text.in_language(session.language).replace("{left}", str(session.idle_left_s)))
