"""Core: what the pages of call, signature and end show in the tests."""

from cloud_seat.contract.board import BoothClosed
from cloud_seat.contract.text import Text
from kiosk_app.session.state import Ambient, Session
from kiosk_app.ui.presenters.booth import Booth
from kiosk_app.ui.presenters.closed import closed as presented
from tests.kiosk_app.qml.sample_asking import Say

NEXT_BOOTH = Text(zh="番禺区南村镇党群服务中心二楼政务晓屋 0386", en="Booth 0386, Party service centre, Nancun town")


def call(say: Say) -> dict[str, object]:
    return {
        "seatText": say(
            "番禺区民政局\u00a0· 云坐席\u00a00217\u00a0· 工\u2060号\u2060可\u2060查",
            "Panyu Civil Affairs Bureau\u00a0· seat\u00a00217\u00a0· on\u00a0duty",
        ),
        "caption": say(
            "您的手机号少了一位，我帮您圈出来了，请看右边。",
            "Your number lacks a digit. I have marked it; please look.",
        ),
        "stalled": False,
        "stalledText": say("连接断了，正在自动恢复", "The line broke; it is coming back by itself"),
        "heldTitle": "",
        "heldText": "",
        "chatting": False,
        "lines": [],
        "chatText": say("打字", "Type"),
        "helperText": say("请家人一起", "Add a relative"),
        "chatLabel": say("打字给工作人员", "Write to the official"),
        "chatHint": say(
            "听不清、不方便说话，就在这里打字。对方也能打字给您。",
            "If you cannot hear or would rather not speak, write here. The official can write to you, too.",
        ),
        "againText": say("再发一次", "Send again"),
        "sendText": say("发送", "Send"),
        "slowText": "",
        "muted": False,
        "cameraOff": False,
        "hearing": False,
        "hearingTitle": "",
        "hearingText": "",
        "soft": False,
        "bannerTitle": say("工作人员正在看您的表格", "The official sees your form"),
        "bannerText": say("他改的每一处都要您点头", "Nothing is changed unless you say yes"),
        "markText": "",
        "bannerYes": "",
        "bannerNo": "",
        "showForm": True,
        "guideTitle": say("老年人长寿保健金", "Longevity allowance"),
        "guidePoints": [
            {"text": say("番禺区户籍，年满 70 周岁的老人", "Residents registered in Panyu who are 70 or older")}
        ],
    }


def _papers(say: Say) -> dict[str, object]:
    """The application and the promise, as they are signed."""
    titles = (say("申请表", "Application"), say("容缺受理承诺书", "Promise to bring papers"))
    return {
        "papers": [
            {"title": title, "short": title, "page": "", "url": "image://papers/application?rev=1"} for title in titles
        ],
        "bare": False,
        "numbersText": say("显示完整号码", "Show the numbers"),
    }


def sign(say: Say) -> dict[str, object]:
    return {
        "title": say("请看清要签的文件，再签名", "Read the papers, then sign"),
        **_papers(say),
        "promises": [
            {
                "id": "true",
                "text": say(
                    "我填的内容和交的材料都是真实的，愿意承担相应责任。",
                    "What I filled in and handed in is true; I answer for it.",
                ),
                "kind": "",
                "ticked": True,
            },
            {
                "kind": "",
                "id": "share",
                "text": say(
                    "同意民政部门为办这件事核对我的户籍信息。",
                    "The bureau may check my household record for this matter.",
                ),
                "ticked": False,
            },
            {
                "kind": say("告知承诺书", "Promise instead of proof"),
                "id": "commitment",
                "text": say(
                    "我自己选择以承诺代替证明：不交经营场所使用材料，承诺所申报的经营场所可以合法使用，符合安全和环保要求。"
                    "告知的内容我看清了，不属实的，愿意承担责任。",
                    "I choose to promise instead of proof. Proof of the premises: The stated premises may lawfully be "
                    "used and are safe and clean. I read what the office tells me and answer for its truth.",
                ),
                "ticked": False,
            },
        ],
        "inkEmpty": True,
        "hint": say("手指或笔写都行", "Finger or pen"),
        "troubleText": "",
    }


def review(say: Say) -> dict[str, object]:
    summary = (
        (say("事项", "Matter"), say("老年人长寿保健金", "Longevity allowance")),
        (say("受理部门", "Department"), say("番禺区民政局", "Panyu Civil Affairs Bureau")),
        (say("办理时限", "Time limit"), say("10 个工作日", "10 working days")),
        (say("材料", "Papers"), say("已拍 2 份，后补 1 份", "2 taken, 1 to follow")),
    )
    return {
        "title": say("这是您要提交的申请表", "This is your application"),
        "text": say(
            "没问题就按“确认提交”。提交后会给您受理号和小票。",
            "If it is right, press Submit. You get a number and a slip.",
        ),
        **_papers(say),
        "promisesTitle": say("您逐条勾选的承诺", "What you promised, one by one"),
        "promises": [
            {
                "id": "true",
                "kind": "",
                "ticked": True,
                "text": say(
                    "我填的内容和交的材料都是真实的，愿意承担相应责任。",
                    "What I filled in and handed in is true; I answer for it.",
                ),
            },
            {
                "id": "deferral",
                "kind": say("容缺受理承诺书", "Promise to bring papers"),
                "ticked": True,
                "text": say(
                    "我自己选择先办理、后补材料，承诺按时补交：授权委托书和代办人身份证（2026-11-30 前）。"
                    "没有按时补交的，我知道这件事会办不下去。",
                    "I choose to go on now and promise to bring in time: letter of authority (by 2026-11-30). "
                    "I know that otherwise the matter cannot go on.",
                ),
            },
        ],
        "summary": [{"label": label, "value": value} for label, value in summary],
    }


def rating(say: Say, *, chosen: int = 0, is_shown: bool = True) -> dict[str, object]:
    levels = (
        (5, say("非常满意", "Very satisfied")),
        (4, say("满意", "Satisfied")),
        (3, say("基本满意", "Fairly satisfied")),
        (2, say("不满意", "Dissatisfied")),
        (1, say("非常不满意", "Very dissatisfied")),
    )
    return {
        "showRating": is_shown,
        "ratingTitle": say("这次服务您满意吗？", "How was this service?"),
        "ratingText": say("工作人员看不到您的选择，不评也可以", "The official cannot see it; you may skip it"),
        "levels": [{"level": level, "text": text} for level, text in levels],
        "chosenLevel": chosen,
    }


def done(say: Say) -> dict[str, object]:
    return {
        "title": say("已受理", "Accepted"),
        "number": "PY-2026-1122-0417-08",
        "numberLabel": say("受理号", "Number"),
        "text": say(
            "10 个工作日内出结果，短信通知 199****0000", "Result within 10 working days, by text to 199****0000"
        ),
        "decided": "accepted",
        "decisionNote": "",
        "printState": "printing",
        "printText": say("小票正在打印…", "Printing your slip…"),
        "cardText": say("别忘了取走身份证", "Please take your ID card"),
        "noticesText": say("打印受理通知书", "Print the notice"),
        **rating(say, chosen=5),
        "callOn": False,
    }


def stored(say: Say) -> dict[str, object]:
    steps = (
        (
            say("加密存好", "Sealed and stored"),
            say("断电也不丢，别人打不开", "Safe from power cuts and strangers"),
            "done",
        ),
        (
            say("网络恢复自动上传", "Sent when the network is back"),
            say("通常几分钟到几小时", "usually minutes to hours"),
            "current",
        ),
        (
            say("正式受理号到晓屋查", "Ask a booth for your official number"),
            say("凭这张证，任何一台晓屋都行", "with the same card, at any booth"),
            "todo",
        ),
        (
            say("本机自动删除", "Deleted from this machine"),
            say("上传确认后立即清除", "right after the hub has it"),
            "todo",
        ),
    )
    return {
        "title": say("已安全存在本机", "Stored safely on this machine"),
        "text": say("网络恢复后自动上传，不用您再来一趟。", "It is sent by itself; you need not come again."),
        "numberLabel": say("暂存凭证号", "Provisional number"),
        "number": "PY-0417-T-000231",
        "timeText": say("以提交时间 11 月 22 日 14:32 计算受理时限", "The time limit counts from 22 November 14:32"),
        "steps": [{"title": title, "text": text, "state": state} for title, text, state in steps],
        "printState": "printed",
        "printText": say("小票打印好了，请取走", "Your slip is printed; please take it"),
    }


def apology(say: Say) -> dict[str, object]:
    return {
        "title": say("对不起，机器出了点问题", "Sorry, something went wrong"),
        "text": say(
            "为了保护您，屏幕上的信息已清除。已经提交的不会丢。请再试一次，或请守护人帮忙。",
            "The screen was cleared to protect you. What you submitted is safe.",
        ),
        "tone": "acc",
        "glyph": "warning",
        "cards": [],
    }


def closed(language: str) -> dict[str, object]:
    """As the presenter says it, of the longest names."""
    told = BoothClosed(left_s=9000, until="15:00", reason="repair", instead=NEXT_BOOTH)
    session = Session(ambient=Ambient(closed=told), language="en" if language == "en" else "zh")
    return dict(presented(session, Booth(keeper_phone="138-0013-8000")))
