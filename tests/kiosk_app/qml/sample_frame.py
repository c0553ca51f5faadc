"""Core: the frame around every sample page: steps, bottom bar, questions."""

from collections.abc import Mapping

from tests.kiosk_app.qml.sample_company import HELPER_TEXTS, MEANS, TOLD

STEPS = (("选事项", "Choose"), ("刷身份证", "ID card"), ("填表", "Form"), ("交材料", "Papers"), ("签字确认", "Sign"))
STEP_OF = {"find": 1, "guide": 1, "identify": 2, "form": 3, "material": 4, "check": 4, "call": 3, "sign": 5,
           "review": 5, "submitting": 5, "stored": 5}  # fmt: skip

# page → back, primary, secondary, call, leave
BARS: Mapping[str, tuple[bool, tuple[str, str], tuple[str, str], bool, bool]] = {
    "welcome": (False, ("", ""), ("", ""), False, False),
    "find": (True, ("自己办", "Do it myself"), ("", ""), True, True),
    "guide": (True, ("自己办", "Do it myself"), ("打印指南", "Print"), True, True),
    "identify": (True, ("", ""), ("", ""), True, True),
    "form": (True, ("下一步", "Next"), ("", ""), True, True),
    "material": (True, ("下一份", "Next"), ("这份先欠着", "Bring it later"), True, True),
    "check": (True, ("去签字", "Sign now"), ("", ""), True, True),
    "call": (True, ("继续", "Go on"), ("", ""), False, True),
    "sign": (True, ("签好了", "I have signed"), ("重写", "Clear"), True, True),
    "review": (False, ("确认提交", "Submit"), ("重签", "Sign again"), True, True),
    "submitting": (False, ("", ""), ("", ""), False, False),
    "done": (False, ("完成，清除我的信息", "Done, clear my data"), ("", ""), False, False),
    "stored": (
        False,
        ("完成，清除屏幕信息", "Done, clear the screen"),
        ("打印暂存凭证", "Print the slip"),
        False,
        False,
    ),
    "takeCard": (False, ("已取走", "I have it"), ("", ""), False, False),
    "apology": (False, ("回到首页", "Start page"), ("", ""), False, False),
    "closed": (False, ("", ""), ("", ""), False, False),
    "progress": (True, ("查一查", "Look it up"), ("", ""), True, True),
    "checkIn": (True, ("签到", "Check in"), ("", ""), True, True),
    "keeper": (False, ("进入", "Enter"), ("", ""), False, True),
    "help": (False, ("明白了，接着办", "I see, go on"), ("", ""), True, True),
    "complaint": (True, ("交给负责人", "Hand it in"), ("", ""), True, True),
    "message": (True, ("交给工作人员", "Hand it in"), ("", ""), False, True),
}
LEAVE = ("退出并清除", "Leave and clear")
LEAVES = {"keeper": ("回首页", "Start page")}
LINKS = {
    "help": ("帮助", "Help"),
    "complaint": ("办不成事", "Not solved?"),
    "progress": ("查进度", "My matters"),
    "checkIn": ("预约签到", "Booked"),
}
OVERLAY_TEXTS: Mapping[str, tuple[tuple[str, str], tuple[str, str], tuple[str, str], tuple[str, str]]] = {
    "": (("", ""), ("", ""), ("", ""), ("", "")),
    "callConfirm": (
        ("要和工作人员视频通话吗？", "Start a video call with an official?"),
        (
            "接通后，对方能看到下面这些。随时能关、能挂断，不录像。",
            "Once connected the official sees this. You may switch it off or hang up any time; nothing is recorded.",
        ),
        ("好，呼叫", "Yes, call"),
        ("先不用", "Not now"),
    ),
    "callWaiting": (
        ("正在找能办这件事的工作人员", "Looking for the right official"),
        (  # the longest: after a minute
            "让您久等了。点“不等了，给我回电”，一个工作日内有人打给您；想等也行，位置给您留着。",
            "Sorry to keep you. Touch Call me back: somebody calls within one working day. "
            "Or wait on; your place is kept.",
        ),
        ("", ""),
        ("取消呼叫", "Cancel"),
    ),
    "callLost": (
        ("对方断开了，正在重新接通", "The official was cut off; reconnecting"),
        ("您填的都还在，还是先找同一位。您也可以先自己办。", "Your form is kept; the same official comes first."),
        ("先自己办，等接通", "Go on meanwhile"),
        ("不等了", "Stop waiting"),
    ),
    "callAsk": (
        (
            "工作人员（0217 号）请您拍一下“授权委托书和代办人身份证”",
            'Official 0217 asks you to put "Letter of authority and the agent\'s ID card" under the camera',
        ),
        (
            "“请把两页都拍上”\n您同意了才会打开那一页。不同意也没关系，填的都不变。",
            '"Both pages, please"\nThe page opens only if you agree. If not, nothing changes.',
        ),
        ("同意", "I agree"),
        ("不同意", "No"),
    ),
    "callMark": (
        ("工作人员（0217 号）请您再看看“手机号码”", 'Official 0217 asks you to look at "Mobile number"'),
        ("“少了一位数字”\n您填的、拍的都还在。", '"One digit is missing"\nEverything you did here is kept.'),
        ("去看看", "Show me"),
        ("没有错", "It is right"),
    ),
    "callCard": (
        ("请再放一次身份证", "Your ID card once more"),
        (
            "请把身份证平放在右下方。只看是不是您本人的证，填好的不会变。",
            "Lay your ID card flat on the reader, bottom right. Your form does not change.",
        ),
        ("", ""),
        ("不放了", "I would rather not"),
    ),
    "callOver": (
        ("通话结束了", "The call has ended"),
        ("您填的都还在，接着办就行。刚才说到：", "All you filled in is kept; just go on. What came up:"),
        ("知道了，接着办", "I see, go on"),
        ("", ""),
    ),
    **HELPER_TEXTS,
    "callLater": (
        ("要我们给您回电吗？", "Shall we call you back?"),
        (
            "连接没有恢复。您填的都还在，位置也给您留着，过一会儿再叫，还是先找同一位。"
            " 也可以留个电话或留句话，一个工作日内有人联系您。",
            "The line did not come back. Your form and your place are kept; call again and the same official comes "
            "first. You may also leave your number or a message; somebody answers within one working day.",
        ),
        ("好，留个话", "Leave a message"),
        ("先自己办", "Go on alone"),
    ),
    "leave": (
        ("要退出并清除吗？", "Leave and clear everything?"),
        (
            "还没提交的内容会从这台机器上全部清除，找不回来。",
            "What is not submitted is removed from this machine for good.",
        ),
        ("退出并清除", "Leave and clear"),
        ("继续办理", "Stay"),
    ),
    "deferPaper": (
        ("“授权委托书和代办人身份证”以后再交？", 'Bring "Letter of authority and the agent\'s ID card" later?'),
        (
            "最后一天：2026 年 12 月 7 日。到任何一台晓屋或办事窗口，报受理号补交就行，不用重新填表。"
            "过了这天没补，这件事办不下去，要重新申请。签字时一起签承诺书。",
            "Last day: 7 December 2026. Bring it to any booth or counter and tell the number; no new form is needed. "
            "After that day the matter cannot go on and you apply anew. You sign a promise at the end.",
        ),
        ("好，以后再交", "Yes, later"),
        ("现在就交", "No, now"),
    ),
    "dropRow": (
        ("要删掉这一位吗？", "Take this one off the list?"),
        (
            "这一位填的内容会一起删掉，其他的都还在。",
            "What was filled in for this one goes too; all the rest stays.",
        ),
        ("删掉", "Take off"),
        ("不删", "Keep"),
    ),
    "resume": (
        ("上次还没办完，接着办？", "You did not finish last time. Go on?"),
        (
            "您上次在这里办“老年人长寿保健金”，填到“联系方式”。填过的都还在。不办了就清掉。",
            'Last time you were at "Longevity allowance"; you had come to "How to reach you". All of it is kept. '
            "If you do not want it, it is cleared.",
        ),
        ("接着办", "Go on with it"),
        ("清掉，重新办", "Clear it, start anew"),
    ),
    "idle": (
        ("您还在吗？", "Are you still there?"),
        ("为了保护您的信息，没人操作时会自动清除。", "To protect you, everything is cleared when nobody is here."),
        ("继续办理", "I am here"),
        ("退出并清除", "Leave and clear"),
    ),
}


def frame(page: str, mode: str, language: str, overlay: str, in_call: bool) -> dict[str, object]:
    at = 1 if language == "en" else 0
    back, primary, secondary, call, leave = BARS[page]
    title, text, yes, no = OVERLAY_TEXTS[overlay]
    return {
        "page": page,
        "step": STEP_OF.get(page, 0),
        "steps": [{"text": step[at]} for step in STEPS],
        "backText": ("返回", "Back")[at] if back else "",
        "primaryText": primary[at],
        "primaryEnabled": True,
        "secondaryText": secondary[at],
        "callText": ("呼叫云坐席", "Call an official")[at] if call and not in_call else "",
        "leaveText": LEAVES.get(page, LEAVE)[at] if leave else "",
        "links": [{"id": link, "text": LINKS[link][at]} for link in _links(page)],
        "linkUp": page != "stored",
        "linkText": ("断网 · 可继续办", "Offline · go on")[at] if page == "stored" else ("网络正常", "Online")[at],
        "language": language,
        "mode": mode,
        "reach": False,
        "zoom": False,
        "districtText": ("番禺 · 云窗口", "Panyu · cloud window")[at],
        "kioskText": ("市桥街晓屋 017", "Shiqiao kiosk 017")[at],
        "callState": "connected" if in_call else "none",
        "callSinceMs": 0,
        "callChip": ("通话", "In call")[at] if in_call else "",
        "overlay": overlay,
        "overlayTitle": title[at],
        "overlayText": text[at],
        "overlayYes": yes[at],
        "overlayNo": no[at],
        "overlaySeconds": 28 if overlay == "idle" else 0,
        "overlayPosition": 2 if overlay == "callWaiting" else 0,
        "overlayEstimate": ("说不准，前面的人办完就到您", "We cannot tell; your turn comes next")[at]
        if overlay == "callWaiting"
        else "",
        "overlayOther": _OTHER.get(overlay, ("", ""))[at],
        "overlayPicture": "image://papers/code" if overlay == "callHelperCode" else "",
        "overlayPoints": [
            {"icon": "video", "text": ("您的样子和声音", "Your face and your voice")[at]},
            {
                "icon": "card",
                "text": ("您的姓名和证件，号码先遮住", "Your name and ID; the number is covered at first")[at],
            },
            {"icon": "paper", "text": ("您填的表，已经填了 11 项", "Your form so far: 11 answers")[at]},
            {"icon": "camera", "text": ("您拍的材料，一共 3 页", "Your papers so far: 3 pages")[at]},
        ]
        if overlay == "callConfirm"
        else _came_up(at)
        if overlay == "callOver"
        else [{"icon": icon, "text": words[at]} for icon, words in MEANS]
        if overlay == "callHelper"
        else [],
        "overlayFacts": [one[at] for one in TOLD] if overlay == "callHelperCode" else [],
        "company": [],
        "noticeText": "",
        "noticeTone": "info",
        "noticeStays": False,
        "handsetText": "",
        "resting": False,
        "restText": ("点一下屏幕，开始办事", "Touch the screen to begin")[at],
        "seatTile": in_call and page != "call",
    }


_OTHER = {
    "callWaiting": ("不等了，给我回电", "Call me back"),
    "callHelper": ("同意，表也给看", "Yes, and the form"),
    "callHelperCode": ("不请了", "Cancel it"),
}


def _came_up(at: int) -> list[dict[str, object]]:
    """The list after a call."""
    return [
        {
            "icon": "clock",
            "text": (
                "请您再看“手机号码”（少了一位）：还没办",
                'To look again at "Mobile number" (one digit is missing): still open',
            )[at],
        },
        {"icon": "check", "text": ("请您拍“社保卡”：您同意了", 'To show "Social-security card": you agreed')[at]},
        {"icon": "speaker", "text": ("“下周三来领证就行”", '"Come for it next Wednesday"')[at]},
    ]


def voice(language: str) -> dict[str, object]:
    """The card of the loudspeaker button, put away."""
    at = 1 if language == "en" else 0
    return {
        "open": False,
        "canRead": True,
        "reading": "silent",
        "readText": ("读给我听", "Read to me")[at],
        "backText": "",
        "yields": False,
        "hearsKeys": False,
        "dialect": "zh",
        "dialectText": ("用广东话读", "")[at],
        "quietText": "",
        "level": 4,
        "levels": 7,
        "levelText": ("音量 4，共 7 档", "Volume 4 of 7")[at],
        "canTurnUp": True,
        "canTurnDown": True,
    }


def _links(page: str) -> list[str]:
    near = list(LINKS) if page == "welcome" else ["help", "complaint"]
    return [link for link in near if page not in (link, "submitting", "keeper", "closed")]
