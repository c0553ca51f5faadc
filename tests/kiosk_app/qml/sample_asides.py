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
        ("别动，它会自己拍。不清楚就按“重拍”。", "Keep still; it takes the picture itself. You may take it again."),
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
