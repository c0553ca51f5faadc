"""Core: what the asking pages show in the tests: welcome, find, guide, identify, form, material, check."""

from collections.abc import Callable, Iterator

from kiosk_app.ui.presenters.answers import option_rows
from kiosk_app.ui.presenters.guiding import DEFERRAL, PROMISE
from kiosk_app.ui.shown import LongRows, Rows

Say = Callable[[str, str], str]

FIELD_ROLES = (
    "name", "widget", "label", "value", "help", "why", "error", "tag", "readonly", "width", "choices", "maxLength",
    "marked", "markNote", "good", "add", "range",
)  # fmt: skip
RESULT_ROLES = ("itemId", "name", "nameHtml", "sub", "tags", "selected")


def welcome(say: Say, mode: str) -> dict[str, object]:
    doors = [
        ("life", say("人生大事", "Life events"), say("出生到养老", "from birth to old age")),
        ("business", say("开店办企业", "Business"), say("执照和许可", "licence and permits")),
        ("work", say("就业社保", "Work and insurance"), say("登记、参保、领待遇", "register, insure, claim")),
        ("departments", say("按部门找", "By department"), say("14 个部门", "14 departments")),
    ]
    elder = [
        ("allowance", say("老人津贴", "Old-age allowance"), ""),
        ("social-card", say("社保卡", "Social security card"), ""),
        ("medical", say("医保报销", "Medical costs"), ""),
        ("proof-of-life", say("养老认证", "Proof of life"), ""),
        ("care", say("养老照料", "Care"), ""),
        ("disability", say("残疾人补贴", "Disability support"), ""),
    ]
    is_elder = mode == "elder"
    return {
        "question": say("您想办什么事？", "What would you like to do today?")
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
        "cleared": say("上一位的信息已清除（14:32）", "The last visitor's data is cleared (14:32)"),
    }


def find(say: Say) -> dict[str, object]:
    """Search results and the guide of the chosen one."""
    return {
        "query": "lnjt",
        "summary": say("12 个事项\u00a0· 拼音首字母", "12 items\u00a0· initials"),
        "searching": False,
        "emptyText": "",
        "heading": "",
        "startsTyping": False,
        "missedText": "",
        "doors": [],
        "favourites": [],
        "often": [],
        "results": long_rows(RESULT_ROLES, "itemId", tuple(_results(say))),
        "guide": {
            "visible": True,
            "title": say("老年人长寿保健金", "Longevity allowance"),
            "who": say("本区户籍、年满 70 周岁", "Registered in Panyu, 70 or older"),
            "materials": _materials(say),
            "minutes": say("6 分钟", "6 min"),
            "fee": say("免费", "free"),
            "canDoHere": True,
            "hereText": "",
            "hereTone": "pri",
        },
    }


def long_rows(roles: tuple[str, ...], key: str, rows: tuple[dict[str, object], ...]) -> LongRows:
    """A long list that is short."""
    return LongRows(roles, tuple(str(row[key]) for row in rows), repr(rows), rows.__getitem__)


def _results(say: Say) -> Iterator[dict[str, object]]:
    ok, later = (
        {"text": say("这里能办", "all here"), "tone": "ok"},
        {"text": say("可容缺", "papers may follow"), "tone": "acc"},
    )
    video = {"text": say("现在有人帮办", "someone free now"), "tone": "pri"}
    nobody = {"text": say("现在没人在线", "nobody online now"), "tone": "acc"}
    civil = say("番禺区民政局", "Panyu Civil Affairs Bureau")
    rows = (
        ("longevity-allowance", say("<b>老年</b>人长寿保健金（<b>津贴</b>）", "Longevity allowance"), 10, [ok, later]),
        ("elder-care-subsidy", say("困难<b>老年</b>人护理<b>补贴</b>", "Care subsidy for older people"), 15, [ok]),
        ("elder-privilege-card", say("<b>老年</b>人优待卡申领", "Senior citizen card"), 0, [ok]),
        ("elder-insurance", say("<b>老年</b>人意外伤害险投保", "Accident insurance for older people"), 5, [video]),
        ("home-care-support", say("居家养老服务申请", "Home care service"), 20, [video, later]),
        ("nursing-home-queue", say("公办养老机构轮候", "Queue for a public nursing home"), 20, [nobody]),
    )
    for item, name, days, tags in rows:
        term = say(f"承诺 {days} 个工作日", f"{days} working days") if days else say("当场办结", "done at once")
        yield {
            "itemId": item,
            "name": name.replace("<b>", "").replace("</b>", ""),
            "nameHtml": name,
            "sub": f"{civil}\u00a0· {term}" + say("\u00a0· 免费", "\u00a0· free"),
            "tags": tags,
            "selected": item == "longevity-allowance",
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


def guide(say: Say) -> dict[str, object]:
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
        "hereText": say("这台机器现在就能全程办", "The whole matter can be done here now"),
        "hereTone": "ok",
        "canDoHere": True,
        "words": [text.zh if say("zh", "en") == "zh" else text.en for text in (PROMISE, DEFERRAL)],
    }


def identify(say: Say) -> dict[str, object]:
    return {
        "phase": "waiting",
        "title": say("请把身份证平放在\n右下方感应区", "Please lay your ID card\non the reader, bottom right"),
        "text": say("放好就行，不用按。读好会自动进到下一步。", "Just leave it there. The next page opens by itself."),
        "troubleText": "",
        "readerReady": True,
        "way": "card",
        "people": [],
        "choices": [],
        "otherWays": [
            {"id": "social", "text": say("插社保卡", "Social card"), "enabled": True},
            {"id": "code", "text": say("扫电子证照码", "Digital ID"), "enabled": True},
            {"id": "typed", "text": say("没带证件", "No card here"), "enabled": True},
            {"id": "other", "text": say("替别人办", "For someone else"), "enabled": True},
        ],
        "fields": Rows(FIELD_ROLES, "name"),
        "focusField": "",
        "privacyText": say(
            "信息只用于本次办理。退出或长时间没人操作，本机立即清除。",
            "Used for this matter only and cleared when you leave.",
        ),
        "person": {"name": say("陈测试", "Chen Ceshi"), "numberMasked": "4401**********0012"},
    }


def field(name: str, widget: str, label: str, **more: object) -> dict[str, object]:
    """A field with every role; `more` overrides."""
    return {
        "name": name, "widget": widget, "label": label, "value": "", "help": "", "why": "", "error": "", "tag": "",
        "readonly": False, "width": "half", "choices": [], "maxLength": 60, "marked": False, "markNote": "",
        "good": False, "add": "",
        "range": {"first": "1900-01-01", "last": "2026-11-23", "start": "2026-11-23"}, **more,
    }  # fmt: skip


def form(say: Say, *, everything: bool) -> dict[str, object]:
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
        "bank_account", "bank_card", say("银行账号", "Bank account"), value="6217000000000000", maxLength=19,
        why=say("保健金要发到这个账号。", "The allowance is paid into this account."),
    )  # fmt: skip
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
        "place": "form/1/",
        "pickName": "", "pickTrail": [], "pickQuery": "", "pickEmpty": "", "pickOptions": option_rows(),
    }  # fmt: skip


def material(say: Say) -> dict[str, object]:
    items = (
        ("id-card", say("身份证正反面", "ID card"), say("已读卡，免提交", "read from the card"), "done"),
        (
            "social-card",
            say("社保卡复印件", "Copy of the social card"),
            say("1 页\u00a0· 拍好了", "1 page\u00a0· taken"),
            "done",
        ),
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
        "verdictText": say("很清楚，请别动 · 正在自动拍摄", "Clear, hold still\u00a0· taking the picture"),
        "outline": [{"x": 0.22, "y": 0.14}, {"x": 0.7, "y": 0.08}, {"x": 0.76, "y": 0.9}, {"x": 0.28, "y": 0.95}],
        "mode": "live",
        "codeUrl": "",
        "shot": False,
        "shotUrl": "",
        "pages": [],
        "addText": "",
        "actions": [
            action("takePage", "camera", say("现在拍", "Take it now")),
            action("usePhone", "qr", say("用手机传", "Use my phone")),
        ],
    }


def action(name: str, glyph: str, text: object, *, strong: bool = False) -> dict[str, object]:
    """A button beside the paper."""
    return {"id": name, "glyph": glyph, "text": text, "strong": strong, "enabled": True}


def taken_pages(count: int, *, current: int) -> list[dict[str, object]]:
    """The strip of pages."""
    url = "image://papers/scan?rev=1"
    return [
        {"page": at, "text": str(at), "name": f"看第 {at} 页", "url": url, "current": at == current}
        for at in range(1, count + 1)
    ]


def check(say: Say) -> dict[str, object]:
    rows = (
        (say("老人姓名", "Name"), "陈测试", False),
        (say("出生日期", "Date of birth"), "1899-01-01", False),
        (say("证件号码", "ID number"), "4401 **** **** 0012", False),
        (say("手机号码", "Mobile number"), "199****0000", True),
        (say("现住址", "Present address"), "广东省广州市番禺区测试街测试路 0 号测试楼 0 单元 000 房", True),
        (say("您与老人的关系", "You are the older person's"), say("我就是本人", "I am that person"), True),
        (say("开户银行", "Bank"), say("广州农村商业银行", "Guangzhou Rural Commercial Bank"), True),
        (say("银行账号", "Bank account"), "6217 **** **** 0000", True),
    )
    return {
        "title": say("请看一遍，对不对", "Please read it once more"),
        "bare": False,
        "numbersText": say("显示完整号码", "Show the numbers"),
        "text": say("可以直接签字，也可以请工作人员和您一起核对。", "Sign now, or check it together with an official."),
        "rows": [
            {"label": label, "value": value, "editable": can, "page": at // 3}
            for at, (label, value, can) in enumerate(rows)
        ],
        "materials": [
            {
                "name": say("社保卡复印件", "Copy of the social card"),
                "sub": say("1 页\u00a0· 清晰", "1 page\u00a0· clear"),
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
