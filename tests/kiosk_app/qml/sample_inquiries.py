"""Core: what progress and check-in show in the tests: the question, and the answers as states."""

from collections.abc import Mapping

from kiosk_app.ui.shown import Rows
from tests.kiosk_app.qml import sample_ending
from tests.kiosk_app.qml.sample_asking import FIELD_ROLES, Say, field


def progress(say: Say) -> dict[str, object]:
    label = say("小票上的号码（只填后六位也行）", "Number on the slip (its last six digits will do)")
    return {
        **_question(say, label),
        "title": say("查一查办到哪了", "How is my matter?"),
        "text": say(
            "放上办事时的身份证，再填小票上的号码。",
            "Lay down the ID card used for it, then type the number on the slip.",
        ),
    }


def check_in(say: Say) -> dict[str, object]:
    return {
        **_question(say, say("预约码", "Code of the booking")),
        "title": say("预约签到", "Check in"),
        "text": say(
            "放上身份证，或者填短信里的预约码，一样就行。", "Lay down your ID card, or type the code: one is enough."
        ),
    }


def _question(say: Say, label: str) -> dict[str, object]:
    return {
        "told": False, "looking": False, "lookingText": say("正在查…", "Looking…"), "phase": "done",
        "cardText": say("已读卡 4401**********0012", "Card read: 4401**********0012"), "troubleText": "",
        "fields": Rows(FIELD_ROLES, "name", (field("number", "digits", label, value="041708", width="full"),)),
        "focusField": "", "headline": "", "number": "", "steps": [], "toneText": "", "tone": "ok",
        "takeText": "", "signing": False, "papers": [], "signTitle": "", "hint": "",
        **sample_ending.rating(say, is_shown=False),
    }  # fmt: skip


_TOLD = {"told": True, "headline": ("老年人长寿保健金", "Longevity allowance")}
ANSWERS: Mapping[str, tuple[str, Mapping[str, Mapping[str, object]]]] = {
    "progress-told": (
        "progress",
        {
            "frame": {"primaryText": ("知道了", "All right"), "secondaryText": ("再查一件", "Another one")},
            "progress": {
                **_TOLD,
                "number": "PY-2026-1122-0417-08",
                "takeText": ("领取文书", "Get the notice"),
                "steps": [
                    {
                        "title": ("收到了", "Received"),
                        "text": ("11 月 22 日 14:32", "22 November 14:32"),
                        "state": "done",
                    },
                    {
                        "title": ("退回来了，还缺材料", "Returned: something is missing"),
                        "text": (
                            "11 月 24 日 09:10\u00a0· 户口本首页没拍到，请补拍一张。",
                            "24 November 09:10\u00a0· the register",
                        ),
                        "state": "done",
                    },
                    {
                        "title": ("请补好再交", "Please add it and hand in again"),
                        "text": (
                            "带上缺的材料，在这台机器上重新交就行；不明白就叫工作人员。",
                            "Bring it and hand in here again; or call an official.",
                        ),
                        "state": "current",
                    },
                ],
            },
        },
    ),
    "progress-ready": (
        "progress",
        {
            "frame": {"primaryText": ("知道了", "All right"), "secondaryText": ("再查一件", "Another one")},
            "progress": {
                "told": True,
                "headline": ("个体工商户设立登记", "Register a sole trader"),
                "number": "PY-2026-1122-0417-08",
                "takeText": ("领取文书", "Get the notice"),
                "toneText": (
                    "可以领取了：营业执照。到区政务服务中心企业开办窗口，周一至周五 9:00–12:00、14:00–17:00，"
                    "节假日除外。带上身份证。",
                    "Ready to be fetched: Business licence. At Business counter of the district service centre, Monday "
                    "to Friday 9:00–12:00 and 14:00–17:00, not on holidays. Bring your ID card.",
                ),
                "steps": [
                    {
                        "title": ("收到了", "Received"),
                        "text": ("11 月 22 日 14:32", "22 November 14:32"),
                        "state": "done",
                    },
                    {
                        "title": ("已受理", "Accepted"),
                        "text": ("11 月 24 日 09:10", "24 November 09:10"),
                        "state": "done",
                    },
                    {
                        "title": ("结果出来了", "The result is there"),
                        "text": ("11 月 25 日 10:02", "25 November 10:02"),
                        "state": "done",
                    },
                ],
                "showRating": True,
            },
        },
    ),
    "progress-rate": (
        "progress",
        {
            "frame": {"primaryText": ("知道了", "All right"), "secondaryText": ("再查一件", "Another one")},
            "progress": {
                **_TOLD,
                "number": "PY-2026-1122-0417-08",
                "takeText": ("领取文书", "Get the notice"),
                "steps": [
                    {
                        "title": ("收到了", "Received"),
                        "text": ("11 月 22 日 14:32", "22 November 14:32"),
                        "state": "done",
                    },
                    {
                        "title": ("已受理", "Accepted"),
                        "text": ("11 月 24 日 09:10", "24 November 09:10"),
                        "state": "done",
                    },
                    {
                        "title": ("文书已经签收", "Notice received and signed for"),
                        "text": ("11 月 25 日 10:02", "25 November 10:02"),
                        "state": "done",
                    },
                    {
                        "title": ("正在办", "In work"),
                        "text": ("10 个工作日内出结果", "Result within 10 working days"),
                        "state": "current",
                    },
                ],
                "showRating": True,
                "chosenLevel": 4,
            },
        },
    ),
    "progress-sign": (
        "progress",
        {
            "frame": {"primaryText": ("签收并打印", "Sign and print"), "secondaryText": ("重写", "Clear")},
            "progress": {
                **_TOLD,
                "signing": True,
                "papers": [
                    {"title": title, "short": title, "page": "", "url": "image://papers/application?rev=1"}
                    for title in ("文书", "送达回执")
                ],
                "signTitle": ("看清文书，签名领取", "Read it, then sign for it"),
                "hint": ("手指或笔写都行", "Finger or pen"),
            },
        },
    ),
    "progress-offline": (
        "progress",
        {
            "frame": {
                "linkUp": False,
                "linkText": ("断网\u00a0· 可继续办", "Offline\u00a0· go on"),
                "primaryEnabled": False,
            },
            "progress": {
                "phase": "waiting",
                "cardText": "",
                "troubleText": (
                    "网络断了，现在查不了。请过一会儿再来，或打电话问。守护人电话 020-00000000。",
                    "The network is down, so nothing can be looked up. Please come back later or ask by telephone."
                    " The keeper's telephone: 020-00000000.",
                ),
            },
        },
    ),
    "booking-early": (
        "checkIn",
        {
            "frame": {"primaryText": ("接着办", "Go on")},
            "checkIn": {
                **_TOLD,
                "steps": [
                    {
                        "title": ("2026 年 11 月 27 日 09:30", "27 November 2026 09:30"),
                        "text": ("时间", "Time"),
                        "state": "done",
                    },
                    {
                        "title": ("测试员\u00a0· 番禺区民政局", "测试员\u00a0· Panyu Civil Affairs Bureau"),
                        "text": ("谁来办", "With"),
                        "state": "done",
                    },
                ],
                "toneText": (
                    "签到好了。您来早了，可以先自己办，也可以坐着等。",
                    "You are checked in, a little early: begin alone, or wait.",
                ),
            },
        },
    ),
}
