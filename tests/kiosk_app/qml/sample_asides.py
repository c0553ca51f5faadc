"""Core: what help and complaint show in the tests."""

from collections.abc import Mapping

from kiosk_app.ui.shown import Rows
from tests.kiosk_app.qml.sample_asking import FIELD_ROLES, Say, field

HINT = (
    "有专人负责，15 个工作日内处理好。您做过的步骤会一起交上去，不带您的个人信息。",
    "One person answers for it and settles it within 15 working days. The steps you took go with it, without your"
    " personal data.",
)


def help_(say: Say) -> dict[str, object]:
    points = (
        ("把纸平放在台面上，四个角都露出来。", "Lay the paper flat on the desk, all four corners in view."),
        ("别动，它会自己拍。不清楚就按“重拍这页”。", "Keep still; it takes the picture. Not clear? Take it again."),
        ("没带这一份，按“这份先欠着”，能后补的会告诉您。", "Not with you? Press Bring it later."),
    )
    person = (
        "网络断了，现在叫不到工作人员。您可以先填好、存在这里。守护人电话 020-00000000。",
        "The network is down and nobody can be called. You may fill in and store. The keeper's telephone:"
        " 020-00000000.",
    )
    return {
        "title": say("这一页怎么办", "What to do here"),
        "points": [{"text": say(*point)} for point in points],
        "personText": say(*person),
    }


def complaint(say: Say) -> dict[str, object]:
    reasons = (
        ("machine", "机器有毛病", "The machine fails"),
        ("form", "表填不下去", "I am stuck in the form"),
        ("papers", "材料交不上", "My papers are not taken"),
        ("call", "叫不到人", "Nobody answers"),
        ("refused", "说不能办，没讲清", "Refused without a clear reason"),
        ("other", "别的事", "Something else"),
    )
    fields = (
        field(
            "reason", "choice", say("点一个最像的", "Touch the nearest one"), value="refused", width="full",
            choices=[{"value": value, "label": say(zh, en)} for value, zh, en in reasons],
        ),
        field(
            "phone", "phone", maxLength=11, help=say("只用来回这一次电话。", "Used for this one call only."),
            label=say("想让我们回电话，就留个号码（可以不填）", "Your number, if you want a call back (optional)"),
        ),
        field(
            "words", "multiline", say("想说几句也行（可以不填）", "In your own words (optional)"), width="full",
            maxLength=300, help=say("不用写身份证号、银行卡号。", "No ID or bank numbers are needed."),
        ),
    )  # fmt: skip
    return {
        "title": say("哪里没办成？", "What went wrong?"),
        "text": say(*HINT),
        "fields": Rows(FIELD_ROLES, "name", fields),
        "focusField": "",
        "sent": False,
        "numberLabel": say("编号", "Number"),
        "number": "",
        "nextText": "",
        "printState": "none",
        "printText": "",
    }


def message(say: Say) -> dict[str, object]:
    """给我回电: the number from the form, to be confirmed."""
    wants = (("call", "给我回电话", "Call me back"), ("message", "只留个话", "Leave a message"))
    times = (("soon", "越快越好", "As soon as possible"), ("morning", "上午", "In the morning"),
             ("afternoon", "下午", "In the afternoon"))  # fmt: skip
    fields = (
        field(
            "want", "choice", say("点一个", "Touch one"), value="call", width="full",
            choices=[{"value": value, "label": say(zh, en)} for value, zh, en in wants],
        ),
        field(
            "phone", "phone", say("打哪个号码", "Your number"), value="19900001234", maxLength=11,
            help=say("只用来回这一次电话。", "Used for this one call only."),
        ),
        field("phone_right", "confirm", say("我看过了，号码没错", "I checked it; the number is right"), value="true"),
        field(
            "when", "choice", say("什么时候方便接", "When is a good time?"), width="full",
            choices=[{"value": value, "label": say(zh, en)} for value, zh, en in times],
            error=say("请点一个方便接电话的时间。", "Please touch a time that suits you."),
        ),
        field(
            "words", "multiline", say("想说的话（要回电的可以不写）", "Your message (optional with a call back)"),
            width="full", maxLength=300, help=say("不用写身份证号、银行卡号。", "No ID or bank numbers are needed."),
        ),
    )  # fmt: skip
    return {
        **complaint(say),
        "title": say("想怎么找工作人员？", "How shall we reach each other?"),
        "text": say(
            "关于“老年人长寿保健金”。一个工作日内有人看、有人回。网络断了也能交，网一通就送到。",
            'About "Longevity allowance". Read and answered within one working day. Without a network it is sent as'
            " soon as there is one.",
        ),
        "fields": Rows(FIELD_ROLES, "name", fields),
    }


MESSAGE_SENT: Mapping[str, Mapping[str, object]] = {
    "frame": {
        "backText": "",
        "primaryText": ("好的，返回", "Go back"),
        "secondaryText": ("先回去，表留着", "Go; keep my form"),
    },
    "message": {
        "title": ("已经记下，会有人联系您", "Noted; somebody will answer you"),
        "sent": True,
        "number": "PY-2026-1122-0417-09",
        "nextText": (
            "已经交上去了。一个工作日内打 199****1234 找您。"
            "您可以先回去：填的表锁在这台机器里，明天这个时候以前放上这张身份证，就能接着办。",
            "It is handed in. We call 199****1234 within one working day. You may go now: your form stays locked in"
            " this booth. Lay down this card before this time tomorrow to go on.",
        ),
        "printState": "printed",
        "printText": ("小票打印好了，请取走", "Your slip is printed; please take it"),
    },
}

SENT: Mapping[str, Mapping[str, object]] = {
    "frame": {
        "backText": "",
        "primaryText": ("好的，返回", "Go back"),
        "secondaryText": ("再打一次小票", "Print again"),
        "noticeTone": "warn",
        "noticeText": (
            "打印机没纸了。您的办件不受影响，请记下号码，或请守护人加纸后再打印。",
            "The printer is out of paper. Your case is safe; note the number or ask the keeper for paper.",
        ),
    },
    "complaint": {
        "title": ("已经记下，有专人负责", "Noted; one person answers for it"),
        "sent": True,
        "number": "PY-2026-1122-0417-08",
        "nextText": (
            "已经锁好存在这里，网络一通自动交上去，不用再来。处理好会打您留的电话。",
            "Sealed here; sent by itself when the network is back. We call the number you left.",
        ),
        "printState": "trouble",
        "printText": ("小票没打出来，请记下编号", "The slip was not printed; please note the number"),
    },
}
