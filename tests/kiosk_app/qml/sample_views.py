"""Core: what every page shows in the tests, in both languages. All people are invented."""

from collections.abc import Callable, Mapping

from kiosk_app.ui.shown import Presentation, Rows

Say = Callable[[str, str], str]

PAGES = (
    "welcome", "find", "guide", "identify", "form", "material", "check", "call", "sign", "review", "submitting", "done",
    "stored", "takeCard", "apology",
)  # fmt: skip
OVERLAYS = ("callConfirm", "callWaiting", "callLost", "leave", "idle")
FIELD_ROLES = (
    "name", "widget", "label", "value", "help", "error", "tag", "readonly", "width", "choices", "maxLength",
    "marked", "markNote", "good",
)  # fmt: skip
STEPS = (("选事项", "Choose"), ("刷身份证", "ID card"), ("填表", "Form"), ("交材料", "Papers"), ("签字确认", "Sign"))
STEP_OF = {"find": 1, "guide": 1, "identify": 2, "form": 3, "material": 4, "check": 4, "call": 3, "sign": 5,
           "review": 5, "submitting": 5, "stored": 5}  # fmt: skip

# page → back, primary, secondary, call, leave
BARS: Mapping[str, tuple[bool, tuple[str, str], tuple[str, str], bool, bool]] = {
    "welcome": (False, ("", ""), ("", ""), False, False),
    "find": (True, ("自己办", "Do it myself"), ("", ""), True, True),
    "guide": (True, ("自己办", "Do it myself"), ("", ""), True, True),
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
}
OVERLAY_TEXTS: Mapping[str, tuple[tuple[str, str], tuple[str, str], tuple[str, str], tuple[str, str]]] = {
    "": (("", ""), ("", ""), ("", ""), ("", "")),
    "callConfirm": (
        ("要和工作人员视频通话吗？", "Start a video call with an official?"),
        (
            "接通后，对方能看到您的画面、听到您的声音，也能看到您填的表和拍的材料。不录像。",
            "The official will see and hear you, and see your form and papers. Nothing is recorded.",
        ),
        ("好，呼叫", "Yes, call"),
        ("先不用", "Not now"),
    ),
    "callWaiting": (
        ("正在找能办这件事的工作人员", "Looking for the right official"),
        ("请稍等，不用守着，接通时会响一声。", "Please wait; you will hear a sound."),
        ("", ""),
        ("取消呼叫", "Cancel"),
    ),
    "callLost": (
        ("对方断开了，正在重新接通", "The official was cut off; reconnecting"),
        ("您填的都还在，还是先找同一位。您也可以先自己办。", "Your form is kept; the same official comes first."),
        ("先自己办，等接通", "Go on meanwhile"),
        ("不等了", "Stop waiting"),
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
    "idle": (
        ("您还在吗？", "Are you still there?"),
        ("为了保护您的信息，没人操作时会自动清除。", "To protect you, everything is cleared when nobody is here."),
        ("继续办理", "I am here"),
        ("退出并清除", "Leave and clear"),
    ),
}


def presentation(
    page: str, *, mode: str = "standard", language: str = "zh", overlay: str = "", in_call: bool = False
) -> Presentation:
    """Every view as it stands while `page` is shown."""

    def say(zh: str, en: str) -> str:
        return en if language == "en" else zh

    in_call = in_call or page == "call"
    return {
        "frame": _frame(page, mode, language, overlay, in_call),
        "welcome": _welcome(say, mode),
        "find": _find(say),
        "guide": _guide(say),
        "identify": _identify(say),
        "form": _form(say, everything=page == "call"),
        "material": _material(say),
        "check": _check(say),
        "call": _call(say),
        "sign": _sign(say),
        "review": _review(say),
        "submitting": {
            "title": say("正在安全提交", "Submitting safely"),
            "text": say("先存好，再上传。断电断网都不会丢。", "Stored first, then sent. Nothing can be lost."),
        },
        "done": _done(say),
        "stored": _stored(say),
        "takeCard": {
            "title": say("请取走您的身份证", "Please take your ID card"),
            "text": say("您的信息已从这台机器上清除。", "Your data is cleared from this machine."),
        },
        "apology": _apology(say),
    }


def _frame(page: str, mode: str, language: str, overlay: str, in_call: bool) -> dict[str, object]:
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
        "leaveText": ("退出并清除", "Leave and clear")[at] if leave else "",
        "linkUp": page != "stored",
        "linkText": ("断网 · 可继续办", "Offline · go on")[at] if page == "stored" else ("网络正常", "Online")[at],
        "language": language,
        "mode": mode,
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
        "overlayEstimate": ("约 40 秒", "about 40 s")[at] if overlay == "callWaiting" else "",
        "noticeText": "",
        "noticeTone": "info",
        "seatTile": in_call and page != "call",
    }


def _welcome(say: Say, mode: str) -> dict[str, object]:
    doors = [
        ("life", say("人生大事", "Life events"), say("出生到养老", "from birth to old age")),
        ("company", say("企业开办", "Start a business"), say("一件事一次办", "all in one go")),
        ("departments", say("按部门找", "By department"), say("31 个部门", "31 departments")),
        ("code", say("扫码续办", "Go on by code"), say("手机已填好的", "begun on your phone")),
    ]
    elder = [
        ("allowance", say("老人津贴", "Allowance"), ""),
        ("card", say("社保卡", "Social card"), ""),
        ("medical", say("医保报销", "Medical costs"), ""),
        ("pension", say("高龄认证", "Pension check"), ""),
        ("bills", say("水电缴费", "Bills"), ""),
        ("progress", say("查进度", "My matters"), ""),
    ]
    is_elder = mode == "elder"
    return {
        "question": say("您想办什么事？", "What would you like to do?")
        if is_elder
        else say("您好，今天想办什么事？", "What would you like to do today?"),
        "hint": say(
            "打拼音、写名字或点选都可以。办不明白，随时叫人。", "Type or touch. A person is always there to help."
        ),
        "seatsText": "38",
        "seatsLabel": say("位在线", "online"),
        "waitText": say("现在呼叫，约 20 秒接通", "Call now, about 20 seconds"),
        "canCall": True,
        "doors": [
            {"id": name, "badge": title[0], "title": title, "subtitle": sub, "icon": ""}
            for name, title, sub in (elder if is_elder else doors)
        ],
        "favourites": [
            {"itemId": "social-card-reissue", "text": say("社保卡补换", "Social card")},
            {"itemId": "residence-endorsement", "text": say("居住证签注", "Residence permit")},
            {"itemId": "longevity-allowance", "text": say("老人津贴", "Allowance")},
            {"itemId": "sole-trader", "text": say("个体户登记", "Sole trader")},
        ],
        "cleared": say("上一位的信息已清除", "The last visitor's data is cleared"),
    }


def _find(say: Say) -> dict[str, object]:
    ok, later = (
        {"text": say("全程可办", "all here"), "tone": "ok"},
        {"text": say("可容缺", "papers may follow"), "tone": "acc"},
    )
    video = {"text": say("云窗口", "by video"), "tone": "pri"}
    civil = say("番禺区民政局", "Panyu Civil Affairs Bureau")
    rows = (
        ("longevity-allowance", say("<b>老年</b>人长寿保健金（<b>津贴</b>）", "Longevity allowance"), 10, [ok, later]),
        ("elder-care-subsidy", say("困难<b>老年</b>人护理<b>补贴</b>", "Care subsidy for older people"), 15, [ok]),
        ("elder-privilege-card", say("<b>老年</b>人优待卡申领", "Senior citizen card"), 0, [ok]),
        ("elder-insurance", say("<b>老年</b>人意外伤害险投保", "Accident insurance for older people"), 5, [video]),
        ("home-care-support", say("居家养老服务申请", "Home care service"), 20, [video, later]),
        ("nursing-home-queue", say("公办养老机构轮候", "Queue for a public nursing home"), 20, [video]),
    )
    return {
        "query": "lnjt",
        "summary": say("12 个事项 · 拼音首字母", "12 items · initials"),
        "searching": False,
        "emptyText": "",
        "results": Rows(
            ("itemId", "name", "nameHtml", "sub", "tags", "selected"),
            "itemId",
            tuple(
                {
                    "itemId": item,
                    "name": name.replace("<b>", "").replace("</b>", ""),
                    "nameHtml": name,
                    "sub": f"{civil} · "
                    + (
                        say(f"承诺 {days} 个工作日", f"{days} working days")
                        if days
                        else say("当场办结", "done at once")
                    )
                    + say(" · 免费", " · free"),
                    "tags": tags,
                    "selected": item == "longevity-allowance",
                }
                for item, name, days, tags in rows
            ),
        ),
        "guide": {
            "visible": True,
            "title": say("老年人长寿保健金", "Longevity allowance"),
            "who": say("本区户籍、年满 70 周岁", "Registered in Panyu, 70 or older"),
            "materials": _materials(say),
            "minutes": say("6 分钟", "6 min"),
            "fee": say("免费", "free"),
            "canDoHere": True,
        },
    }


def _materials(say: Say) -> list[dict[str, object]]:
    return [
        {"text": say("身份证", "ID card"), "note": say("现场刷卡", "read here"), "got": True},
        {
            "text": say("社保卡复印件", "Copy of the social card"),
            "note": say("现场拍", "photographed here"),
            "got": True,
        },
        {"text": say("委托书", "Letter of authority"), "note": say("代办才要", "only for an agent"), "got": False},
    ]


def _guide(say: Say) -> dict[str, object]:
    return {
        "title": say("老年人长寿保健金", "Longevity allowance"),
        "department": say("番禺区民政局", "Panyu Civil Affairs Bureau"),
        "summary": say(
            "70 周岁以上的本区户籍老人，每月领一份保健金。",
            "A monthly allowance for registered residents of the district aged 70 or more.",
        ),
        "who": [
            {"text": say("番禺区户籍，年满 70 周岁的老人", "Residents registered in Panyu who are 70 or older")},
            {"text": say("子女、老伴或受托人可以代办", "Children, spouse or an agent may apply for them")},
        ],
        "materials": _materials(say),
        "timeText": say("承诺 10 个工作日", "10 working days"),
        "feeText": say("免费", "free"),
        "minutesText": say("6 分钟", "6 min"),
        "resultText": say("批准通知书", "Letter of approval"),
        "hereText": say("这台机器可以全程办", "The whole matter can be done here"),
        "canDoHere": True,
        "promiseText": say("可以用承诺代替证明", "A promise may replace a proof"),
    }


def _identify(say: Say) -> dict[str, object]:
    return {
        "phase": "waiting",
        "title": say("请把身份证平放在\n右下方感应区", "Please lay your ID card\non the reader, bottom right"),
        "text": say("放好就行，不用按。读好会自动进到下一步。", "Just leave it there. The next page opens by itself."),
        "troubleText": "",
        "readerReady": True,
        "otherWays": [
            {"id": "seat", "text": say("没带证，请工作人员核对", "No card: ask an official"), "enabled": True},
            {"id": "net_id", "text": say("扫电子证照码", "Scan the digital ID"), "enabled": True},
        ],
        "privacyText": say(
            "信息只用于本次办理。退出或长时间没人操作，本机立即清除。",
            "Used for this matter only and cleared when you leave.",
        ),
        "person": {"name": say("陈测试", "Chen Ceshi"), "numberMasked": "4401**********0012"},
    }


def field(name: str, widget: str, label: str, **more: object) -> dict[str, object]:
    """A field with every role; `more` overrides."""
    return {
        "name": name, "widget": widget, "label": label, "value": "", "help": "", "error": "", "tag": "",
        "readonly": False, "width": "half", "choices": [], "maxLength": 60, "marked": False, "markNote": "",
        "good": False, **more,
    }  # fmt: skip


def _form(say: Say, *, everything: bool) -> dict[str, object]:
    card = say("来自身份证", "from your card")
    own = field("name", "text", say("老人姓名", "Name"), value="陈测试", tag=card, readonly=True, good=True)
    phone = field(
        "phone", "phone", say("手机号码", "Mobile number"), value="1990000000", maxLength=11,
        error=say("还差 1 位。手机号码是 11 位数字。", "One digit is missing. A mobile number has 11 digits."),
        help=say("办好了发短信告诉您。", "We text you when it is done."),
    )  # fmt: skip
    relation = field(
        "relation", "choice", say("您与老人的关系", "You are the older person's"), value="self", good=True,
        help=say("来办事的人是谁？", "Who has come to apply?"),
        choices=[
            {"value": "self", "label": say("我就是本人", "I am that person")},
            {"value": "child", "label": say("子女", "Child")},
            {"value": "spouse", "label": say("老伴", "Spouse")},
            {"value": "other", "label": say("其他亲属或受托人", "Other relative or agent")},
        ], width="full",
    )  # fmt: skip
    address = field(
        "live_address", "text", say("现住址", "Present address"),
        value="广州市番禺区测试路 0 号", width="full", maxLength=100,
        help=say("和户籍地址一样就不用填。", "Leave empty if it is the registered address."),
    )  # fmt: skip
    account = field(
        "bank_account", "bank_card", say("银行账号", "Bank account"), value="6217000000000000", maxLength=19
    )
    birth = field("birth", "date", say("出生日期", "Date of birth"), value="1899-01-01", tag=card, readonly=True)
    agree = field(
        "agree", "confirm", say("我同意用短信接收结果通知", "I agree to receive the result by text"), width="full"
    )
    marked = {**phone, "error": "", "marked": True, "markNote": say("这里少了一位", "One digit is missing here")}
    fields = (
        (own, marked, address, relation, account)
        if everything
        else (own, phone, birth, account, relation, address, agree)
    )
    return {
        "title": say("联系方式", "How to reach you"),
        "hint": say("身份证信息已自动填好", "The card has filled in the rest"),
        "pageText": say("第 2 页，共 3 页", "Page 2 of 3"),
        "savedText": say("已自动保存", "Saved"),
        "fields": Rows(FIELD_ROLES, "name", fields),
        "focusField": "",
    }


def _material(say: Say) -> dict[str, object]:
    items = (
        ("id-card", say("身份证正反面", "ID card"), say("已读卡，免提交", "read from the card"), "done"),
        ("social-card", say("社保卡复印件", "Copy of the social card"), say("1 页 · 清晰", "1 page · clear"), "done"),
        ("authorisation", say("委托书", "Letter of authority"), say("正在拍第 1 页", "taking page 1"), "current"),
        (
            "household",
            say("户口本（可容缺）", "Household register"),
            say("15 个工作日内补交", "within 15 working days"),
            "todo",
        ),
    )
    return {
        "title": say("委托书", "Letter of authority"),
        "text": say("把纸平放在托板上，四角露出来即可", "Lay the paper flat with all four corners in view"),
        "items": [{"id": name, "name": text, "sub": sub, "state": state} for name, text, sub, state in items],
        "cameraReady": True,
        "verdict": "good",
        "verdictText": say("很清楚，请别动 · 正在自动拍摄", "Clear, hold still · taking the picture"),
        "outline": [{"x": 0.22, "y": 0.14}, {"x": 0.7, "y": 0.08}, {"x": 0.76, "y": 0.9}, {"x": 0.28, "y": 0.95}],
        "shot": False,
        "shotUrl": "",
    }


def _check(say: Say) -> dict[str, object]:
    rows = (
        (say("老人姓名", "Name"), "陈测试", False),
        (say("出生日期", "Date of birth"), "1899-01-01", False),
        (say("证件号码", "ID number"), "440113189901010012", False),
        (say("手机号码", "Mobile number"), "19900000000", True),
        (say("现住址", "Present address"), "广东省广州市番禺区测试街测试路 0 号测试楼 0 单元 000 房", True),
        (say("您与老人的关系", "You are the older person's"), say("我就是本人", "I am that person"), True),
        (say("开户银行", "Bank"), say("广州农村商业银行", "Guangzhou Rural Commercial Bank"), True),
        (say("银行账号", "Bank account"), "6217000000000000", True),
    )
    return {
        "title": say("请看一遍，对不对", "Please read it once more"),
        "text": say("可以直接签字，也可以请工作人员和您一起核对。", "Sign now, or check it together with an official."),
        "rows": [
            {"label": label, "value": value, "editable": can, "page": at // 3}
            for at, (label, value, can) in enumerate(rows)
        ],
        "materials": [
            {
                "name": say("社保卡复印件", "Copy of the social card"),
                "sub": say("1 页 · 清晰", "1 page · clear"),
                "url": "image://papers/scan?rev=1",
            },
            {
                "name": say("户口本", "Household register"),
                "sub": say("先欠着，之后补交", "to be brought later"),
                "url": "",
            },
        ],
        "callOffer": say("请云坐席核对", "Check with an official"),
    }


def _call(say: Say) -> dict[str, object]:
    return {
        "seatText": say("番禺区民政局 · 云坐席 0217 · 工号可查", "Panyu Civil Affairs Bureau · seat 0217 · on duty"),
        "caption": say(
            "您的手机号少了一位，我帮您圈出来了，请看右边。",
            "Your number lacks a digit. I have marked it; please look.",
        ),
        "stalled": False,
        "stalledText": say("网络慢，画面停了一下，正在恢复", "The network is slow; the picture is coming back"),
        "muted": False,
        "cameraOff": False,
        "bannerTitle": say("工作人员正在看您的表格", "The official sees your form"),
        "bannerText": say("高亮处请您补充，他改的每一处都要您点头", "Only you change your form; marked lines need you"),
        "showForm": True,
        "guideTitle": say("老年人长寿保健金", "Longevity allowance"),
        "guidePoints": [
            {"text": say("番禺区户籍，年满 70 周岁的老人", "Residents registered in Panyu who are 70 or older")}
        ],
    }


def _sign(say: Say) -> dict[str, object]:
    return {
        "title": say("请核对左边，然后签名", "Check the paper, then sign"),
        "paperUrl": "image://papers/application?rev=1",
        "promises": [
            {
                "id": "true",
                "text": say(
                    "我填的内容和交的材料都是真实的，愿意承担相应责任。",
                    "What I filled in and handed in is true; I answer for it.",
                ),
                "ticked": True,
            },
            {
                "id": "share",
                "text": say(
                    "同意民政部门为办这件事核对我的户籍信息。",
                    "The bureau may check my household record for this matter.",
                ),
                "ticked": False,
            },
        ],
        "inkEmpty": True,
        "hint": say("手指或笔写都行", "Finger or pen"),
        "troubleText": "",
    }


def _review(say: Say) -> dict[str, object]:
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
        "paperUrls": [{"url": "image://papers/application?rev=1"}],
        "summary": [{"label": label, "value": value} for label, value in summary],
    }


def _done(say: Say) -> dict[str, object]:
    levels = (
        (5, say("非常满意", "Very satisfied")),
        (4, say("满意", "Satisfied")),
        (3, say("基本满意", "Fairly satisfied")),
        (2, say("不满意", "Dissatisfied")),
        (1, say("非常不满意", "Very dissatisfied")),
    )
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
        "showRating": True,
        "ratingTitle": say("这次服务您满意吗？", "How was this service?"),
        "ratingText": say("工作人员看不到您的选择，不评也可以", "The official cannot see it; you may skip it"),
        "levels": [{"level": level, "text": text} for level, text in levels],
        "chosenLevel": 5,
        "callOn": False,
    }


def _stored(say: Say) -> dict[str, object]:
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
        (say("短信发正式受理号", "Official number by text"), "199****0000", "todo"),
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
        "timeText": say("以提交时间 11-22 14:32 计算受理时限", "The time limit counts from 11-22 14:32"),
        "steps": [{"title": title, "text": text, "state": state} for title, text, state in steps],
        "printState": "printed",
        "printText": say("小票打印好了，请取走", "Your slip is printed; please take it"),
    }


def _apology(say: Say) -> dict[str, object]:
    return {
        "title": say("对不起，机器出了点问题", "Sorry, something went wrong"),
        "text": say(
            "为了保护您，屏幕上的信息已清除。已经提交的不会丢。请再试一次，或请守护人帮忙。",
            "The screen was cleared to protect you. What you submitted is safe.",
        ),
        "caseText": say("您已提交的受理号：PY-2026-1122-0417-08", "Your submitted case: PY-2026-1122-0417-08"),
    }
