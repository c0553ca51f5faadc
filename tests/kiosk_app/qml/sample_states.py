"""Core: rarer states of the sample pages."""

from collections.abc import Mapping

from kiosk_app.session.state import Session
from kiosk_app.ui.presenters.hant import HANT, written_in_hant
from kiosk_app.ui.shown import Presentation
from tests.kiosk_app.qml import sample_finding, sample_identify
from tests.kiosk_app.qml.sample_asides import MESSAGE_SENT, SENT
from tests.kiosk_app.qml.sample_asking import RESULT_ROLES, long_rows
from tests.kiosk_app.qml.sample_asks import ASKS
from tests.kiosk_app.qml.sample_company import COMPANY
from tests.kiosk_app.qml.sample_form import FORM_STATES
from tests.kiosk_app.qml.sample_frame import OVERLAY_TEXTS
from tests.kiosk_app.qml.sample_inquiries import ANSWERS
from tests.kiosk_app.qml.sample_keeper import KEEPER_STATES
from tests.kiosk_app.qml.sample_papers import PAPERS
from tests.kiosk_app.qml.sample_views import presentation

MARKED = {
    "bannerTitle": ("工作人员（0217 号）请您再看看“手机号码”", 'Official 0217 asks you to look at "Mobile number"'),
    "bannerText": ("少了一位数字", "One digit is missing"),
    "markText": ("请您再看看“手机号码”", 'Please look at "Mobile number"'),
    "bannerYes": ("去看看", "Show me"),
    "bannerNo": ("没有错", "It is right"),
}

OFFICE = (
    "政务中心通知：今天下午四点半起停电，明早八点来电，请提前办",
    "Office notice: No power from 16:30 to 8:00, please come now",
)
"""As long as it may be."""
_IN_CALL = {"seatTile": True, "callText": "", "callState": "connected", "callChip": ("通话", "In call")}
_NOTICED = {
    "noticeTone": "warn",
    "noticeText": (
        "读卡器断了一下，已经重新连上。您填的都在。",
        "The reader was away for a moment and is back. Nothing is lost.",
    ),
}
_LONG = (
    "您好，您的手机号少了一位，我帮您圈出来了，请看看右边标出来的那一项，改好就行。身份证照片有点反光，麻烦您把证拿起来再平放一次，"
    "放稳了手就可以松开。别的都填对了，不着急，慢慢来，我一直在这里等您。",
    "Good morning. Your number lacks a digit; I have marked it on the right, so please look at it and mend it. The "
    "picture of your ID card shines a little: lift the card and lay it down once more. The rest is right.",
)

# Rarer states: name → page, and what differs from its usual view (a pair is Chinese and English).
STATES: Mapping[str, tuple[str, Mapping[str, Mapping[str, object]]]] = {
    **sample_finding.STATES,
    "welcome-alone": (
        "welcome",
        {
            "frame": {"linkUp": False, "linkText": ("断网 · 可继续办", "Offline · go on")},
            "welcome": {
                "canCall": False,
                "seatsText": "0",
                "waitText": ("网络断了，可以先自己办", "Offline; you can still fill in forms"),
                "cleared": "",
            },
        },
    ),
    "welcome-lowered": ("welcome", {"frame": {"reach": True}}),
    "material-lowered": ("material", {"frame": {"reach": True}}),
    "material-lowered-call": ("material", {"frame": {**_IN_CALL, "reach": True}}),
    "call-lowered": ("call", {"frame": {"reach": True}}),
    "call-much-said": ("call", {"call": {"caption": _LONG}}),
    "call-hears-much": (
        "call",
        {
            "call": {
                "hearing": True,
                "hearingTitle": ("工作人员打的字", "What the official types"),
                "hearingText": _LONG,
            }
        },
    ),
    "material-much-said": ("material", {"frame": _IN_CALL, "call": {"caption": _LONG}}),
    "sign-noticed": ("sign", {"frame": {**_IN_CALL, **_NOTICED}}),
    "welcome-magnified": ("welcome", {"frame": {"mode": "elder", "zoom": True}}),
    "form-magnified": ("form", {"frame": {"mode": "elder", "zoom": True}}),
    "material-magnified": ("material", {"frame": {"mode": "elder", "zoom": True, "reach": True}}),
    "welcome-resting": ("welcome", {"frame": {"resting": True}}),
    "welcome-rehearsing": (
        "welcome",
        {
            "frame": {
                "resting": True,
                "restText": ("系统正在自检，\n触摸屏幕即可使用", "Testing itself.\nTouch the screen to use it"),
            }
        },
    ),
    "complaint-sent": ("complaint", SENT),
    "message-sent": ("message", MESSAGE_SENT),
    **ANSWERS,
    **KEEPER_STATES,
    **FORM_STATES,
    "form-handset": ("form", {"frame": {"handsetText": ("听筒", "Handset")}}),
    "call-handset": ("call", {"frame": {"handsetText": ("听筒", "Handset")}}),
    "form-engineer": (
        "form",
        {
            "frame": {
                "noticeStays": True,
                "noticeTone": "info",
                "noticeText": (
                    "维护人员正在检修设备。您填的都还在，稍等一下就好。",
                    "An engineer is at work on this booth. What you filled in is kept; it will not take long.",
                ),
            }
        },
    ),
    "welcome-words": ("welcome", {"welcome": {"hint": OFFICE}}),
    "form-words": ("form", {"frame": {"noticeStays": True, "noticeTone": "info", "noticeText": OFFICE}}),
    "guide-office-closed": (
        "guide",
        {
            "guide": {
                "hereTone": "acc",
                "hereText": (
                    "能办这件事的窗口停电或者断网，11 月 30 日 09:00 再开。办理时间：工作日 9:00-12:00、14:00-17:00。"
                    "地点：番禺区政务服务中心二楼 B12 号窗口。",
                    "The office has no power or network; again from 09:00 on 2026-11-30. "
                    "Hours: working days 9:00-12:00, 14:00-17:00. Where: Panyu service centre, 2nd floor, counter B12.",
                ),
            }
        },
    ),
    "waiting-office-closed": (
        "guide",
        {
            "frame": {
                "overlay": "callWaiting",
                "overlayTitle": OVERLAY_TEXTS["callWaiting"][0],
                "overlayText": OVERLAY_TEXTS["callWaiting"][1],
                "overlayNo": OVERLAY_TEXTS["callWaiting"][3],
                "overlayOther": ("不等了，给我回电", "Call me back"),
                "overlayPosition": 1,
                "overlayEstimate": (
                    "能办这件事的窗口因为天气没有开，11 月 30 日 09:00 再开。",
                    "The office has no power or network; again from 09:00 on 2026-11-30. ",
                ),
            }
        },
    ),
    "find-nothing": (
        "find",
        {
            "find": {
                "results": long_rows(RESULT_ROLES, "itemId", ()),
                "query": "xyz",
                "summary": "",
                "missedText": (
                    "您写的词会匿名留给我们改进，不含任何个人信息。",
                    "Your words help us improve; nothing personal is kept.",
                ),
                "emptyText": (
                    "没找到。换个说法试试，或者直接叫工作人员帮您找。",
                    "Nothing found. Try other words, or call an official.",
                ),
                "guide": {
                    "visible": False,
                    "title": "",
                    "who": "",
                    "materials": [],
                    "minutes": "",
                    "fee": "",
                    "canDoHere": False,
                    "hereText": "",
                    "hereTone": "pri",
                },
            }
        },
    ),
    "identify-reading": ("identify", {"identify": {"phase": "reading"}}),
    "identify-done": ("identify", {"identify": {"phase": "done"}}),
    "identify-trouble": (
        "identify",
        {
            "identify": {
                "phase": "trouble",
                "troubleText": (
                    "没读出来。请把卡拿起来，再平放一次。",
                    "It could not be read. Please lift the card and lay it down again.",
                ),
            }
        },
    ),
    **PAPERS,
    **ASKS,
    **COMPANY,
    **{name: ("identify", sample_identify.shown(name)) for name in sample_identify.SESSIONS},
    "call-stalled": ("call", {"call": {"stalled": True, "muted": True, "cameraOff": True, "soft": True}}),
    "call-slow": (
        "call",
        {
            "call": {
                "slowText": (
                    "网络很慢，您的画面先停一停，说话照常",
                    "Slow network: your picture rests, talk on",
                )
            }
        },
    ),
    "call-handover": (
        "call",
        {
            "call": {
                "caption": (
                    "正在为您转接：番禺区民政局 0231 号，请稍等",
                    "Connecting you to Panyu Civil Affairs Bureau number 0231, please wait",
                ),
                "bannerTitle": (
                    "正在为您转接：番禺区民政局 0231 号",
                    "Connecting you to Panyu Civil Affairs Bureau number 0231",
                ),
                "bannerText": (
                    "请稍等，现在这位先陪着您。您填的都带过去",
                    "Please wait; this official stays; your form goes along",
                ),
            }
        },
    ),
    "call-hearing": (
        "call",
        {
            "call": {
                "hearing": True,
                "hearingTitle": (
                    "已告诉对方您听不清，声音调大了",
                    "The official knows you cannot hear; it is louder now",
                ),
                "hearingText": (
                    "您的手机号少了一位，我帮您圈出来了，请看下面。",
                    "Your number lacks a digit. I have marked it; please look below.",
                ),
            }
        },
    ),
    "call-marked": ("call", {"call": MARKED}),
    "call-guide": ("call", {"call": {"showForm": False}}),
    "sign-trouble": (
        "sign",
        {"sign": {"troubleText": ("签名太短，请写完整的姓名", "Too short; please write your whole name")}},
    ),
    "sign-unseen": (
        "sign",
        {
            "frame": {
                "seatTile": True,
                "callText": "",
                "callState": "connected",
                "callChip": ("通话", "In call"),
            },
            "sign": {"title": ("请稍等，工作人员再看您一眼", "The official looks once more")},
        },
    ),
    "sign-in-call": (
        "sign",
        {
            "frame": {
                "seatTile": True,
                "callText": "",
                "callState": "connected",
                "callChip": ("通话", "In call"),
            }
        },
    ),
    **{
        f"{page}-marked": (
            page,
            {
                "frame": {"seatTile": True, "callText": "", "callState": "connected", "callChip": ("通话", "In call")},
                "call": MARKED,
            },
        )
        for page in ("material", "sign", "review")
    },
    "sign-promised": (
        "sign",
        {
            "frame": {"seatTile": True, "callText": "", "callState": "connected", "callChip": ("通话", "In call")},
            "sign": {
                "promises": [{"id": "true", "kind": "", "text": ("我填的都是真的。", "It is true."), "ticked": True}]
            },
        },
    ),
    "done-returned": (
        "done",
        {
            "done": {
                "title": ("需要补正", "Please add something"),
                "decided": "returned",
                "chosenLevel": 0,
                "decisionNote": (
                    "缺委托书。10 个工作日内补交就行，不用重新填表。",
                    "The letter of authority is missing. Bring it within 10 working days; the form is kept.",
                ),
                "printState": "trouble",
                "printText": ("小票没打出来，请记下号码", "The slip was not printed; please note the number"),
            }
        },
    ),
    "done-rated-badly": (
        "done",
        {
            "done": {
                "chosenLevel": 1,
                "ratingText": (
                    "谢谢您说实话。12 月 14 日前有人给您回电（您留了电话的话）；给您办事的人看不到是您评的。",
                    "Thank you. If you left a number, you are called back by 14 December; the official does not see "
                    "that it was you.",
                ),
            }
        },
    ),
    "done-in-call": (
        "done",
        {
            "frame": {
                "callState": "connected",
                "callChip": ("通话", "In call"),
                "primaryText": ("结束通话，去评价", "End the call"),
            },
            "done": {"showRating": False, "callOn": True},
        },
    ),
    "voice-open": ("form", {"voice": {"open": True, "reading": "speaking", "readText": ("暂停", "Pause")}}),
    "voice-back": (
        "review",
        {
            "voice": {
                "open": True,
                "backText": ("听我填的内容", "Hear what I filled in"),
                "level": 7,
                "levelText": ("音量 7，共 7 档", "Volume 7 of 7"),
                "canTurnUp": False,
            }
        },
    ),
    "voice-quiet": (
        "call",
        {
            "voice": {
                "open": True,
                "canRead": False,
                "dialectText": "",
                "quietText": (
                    "通话的时候不朗读，有事请直接问工作人员。",
                    "Nothing is read during a call; just ask the official.",
                ),
            }
        },
    ),
    "notice": (
        "form",
        {
            "frame": {
                "noticeTone": "warn",
                "noticeText": (
                    "读卡器断了一下，已经重新连上。您填的都在。",
                    "The reader was away for a moment and is back. Nothing is lost.",
                ),
            }
        },
    ),
}


def state(name: str, *, mode: str = "standard", language: str = "zh") -> Presentation:
    """A rarer state of a page."""
    page, changes = STATES[name]
    at = 1 if language == "en" else 0
    shown = {view: dict(values) for view, values in presentation(page, mode=mode, language=language).items()}
    for view, values in changes.items():
        for key, value in values.items():
            shown[view][key] = _said(value, at)
    if name == "welcome-words" and mode == "elder":  # big letters have no hint
        shown["welcome"]["question"] = _said(OFFICE, at)
    return written_in_hant(shown, Session()) if language == HANT else shown


def _said(value: object, at: int) -> object:
    """The same with one language of every pair."""
    match value:
        case tuple():
            return value[at]
        case list():
            return [_said(one, at) for one in value]
        case dict():
            return {name: _said(one, at) for name, one in value.items()}
        case _:
            return value
