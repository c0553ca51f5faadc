"""Core: rarer kinds of fields of the sample form: groups of rows, the page of one row."""

from collections.abc import Callable, Mapping

from kiosk_app.ui.presenters.answers import option_rows
from kiosk_app.ui.shown import LongRows, Rows
from tests.kiosk_app.qml.sample_asking import FIELD_ROLES, Say, field

Changes = Mapping[str, Mapping[str, object]]


def _both(make: Callable[[Say], tuple[dict[str, object], ...]]) -> tuple[Rows, Rows]:
    """The fields in Chinese and in English."""
    return (
        Rows(FIELD_ROLES, "name", make(lambda zh, en: zh)),
        Rows(FIELD_ROLES, "name", make(lambda zh, en: en)),
    )


def _group(say: Say) -> tuple[dict[str, object], ...]:
    rows = [
        {
            "value": "members.0", "label": say("家人 1", "Family member 1"), "done": True, "marked": False,
            "words": ["林样本", say("子女", "Child"), say("2,400.00 元", "2,400.00 yuan")],
            "state": say("填好了", "complete"),
        },
        {
            "value": "members.1", "label": say("家人 2", "Family member 2"), "done": False, "marked": True,
            "words": ["林测试"], "state": say("还差 2 项", "2 to go"),
        },
    ]  # fmt: skip
    own = field(
        "members", "group", say("和您一起生活的家人", "Family who live with you"), choices=rows, width="full",
        help=say("一位一位地填。一个人住就不用加。", "One after the other. If you live alone, add nobody."),
        add=say("加一位家人", "Add: family member"),
    )  # fmt: skip
    rent = field(
        "rent", "amount", say("每月房租", "Monthly rent"), value="1200.50", good=True, maxLength=12,
        help=say("大写：壹仟贰佰元伍角整", "In Chinese capitals: 壹仟贰佰元伍角整"),
    )  # fmt: skip
    home = field(
        "home.region", "pick", say("现住址", "Present address"), value="广东省广州市番禺区大龙街道",
        width="full", good=True,
        help=say("点一点，从省选到村居。", "Tap from the province down to the village."),
    )  # fmt: skip
    since = field(
        "since", "date", say("从什么时候开始困难", "Hard since when"), value="2026-03-01", good=True,
        help=say("记不清就填大概的日子。", "A rough date will do."),
    )  # fmt: skip
    return own, since, rent, home


def _row(say: Say) -> tuple[dict[str, object], ...]:
    return (
        field("members.1.name", "text", say("姓名", "Name"), value="林测试", good=True),
        field(
            "members.1.id_number", "id_number", say("身份证号码", "ID number"), value="44011319990101", maxLength=18,
            error=say("还差 4 位", "4 more digits needed"),
        ),
        field(
            "members.1.relation", "choice", say("是您的什么人", "Who is this to you"), width="full",
            choices=[
                {"value": "spouse", "label": say("配偶", "Spouse")},
                {"value": "child", "label": say("子女", "Child")},
                {"value": "parent", "label": say("父母", "Parent")},
                {"value": "other", "label": say("其他亲属", "Other relative")},
            ],
        ),
        field(
            "members.1.income", "amount", say("每月收入", "Monthly income"), maxLength=12, marked=True,
            markNote=say("请填税后的数", "After tax, please"),
            why=say("家里的收入一起算。", "Income is counted together."),
        ),
    )  # fmt: skip


def _options(*rows: tuple[str, str, str]) -> LongRows:
    """Code, name, where it lies."""
    return option_rows(tuple({"value": v, "label": n, "sub": s, "on": v == "440113016"} for v, n, s in rows))


def _trail(root: str) -> list[dict[str, str]]:
    ways = (("", root), ("44", "广东省"), ("4401", "广州市"), ("440113", "番禺区"))
    return [{"value": code, "label": name} for code, name in ways]


TOWNS = (
    "市桥街道", "沙头街道", "东环街道", "桥南街道", "小谷围街道", "大石街道", "洛浦街道", "石壁街道", "钟村街道",
    "大龙街道", "沙湾街道", "南村镇", "新造镇", "化龙镇", "石楼镇", "石碁镇",
)  # fmt: skip
FOUND = (
    ("440113", "番禺区", "广东省广州市"),
    ("652827102", "巴音布鲁克镇", "新疆维吾尔自治区巴音郭楞蒙古自治州和静县"),
    ("440113102", "南村镇", "广东省广州市番禺区"),
)
PICK = {
    "title": ("现住址", "Present address"),
    "hint": ("点一个就行，也可以打首字母找。", "Tap one, or type the initials to find it."),
    "pageText": "",
    "pickName": "live_address.region",
}
LIST_BAR = {"primaryText": ("就到这里", "That is all")}
FORM_STATES: Mapping[str, tuple[str, Changes]] = {
    "form-group": (
        "form",
        {
            "form": {
                "title": ("家里还有谁", "Who lives with you"),
                "hint": ("一起吃住的都算", "All who share your home"),
                "place": "form/2/",
                "fields": _both(_group),
            }
        },
    ),
    "form-row": (
        "form",
        {
            "frame": {"primaryText": ("这一位填好了", "This one is done")},
            "form": {
                "title": ("家人 2", "Family member 2"),
                "hint": ("填好后按右下角，回到名单。", "When done, press bottom right to return to the list."),
                "pageText": ("家里还有谁", "Who lives with you"),
                "place": "form/2/members.1",
                "fields": _both(_row),
            },
        },
    ),
    "form-places": (
        "form",
        {
            "frame": LIST_BAR,
            "form": {
                **PICK,
                "pickTrail": (_trail("全国"), _trail("All China")),
                "pickOptions": _options(*((f"4401130{at + 7:02}", name, "") for at, name in enumerate(TOWNS))),
            },
        },
    ),
    "form-places-found": (
        "form",
        {
            "frame": LIST_BAR,
            "form": {
                **PICK,
                "pickTrail": (_trail("全国"), _trail("All China")),
                "pickQuery": "pyq",
                "pickOptions": _options(*FOUND),
            },
        },
    ),
    "form-places-none": (
        "form",
        {
            "frame": LIST_BAR,
            "form": {
                **PICK,
                "pickQuery": "xyz",
                "pickEmpty": (
                    "没找到。换个字试试，或者按返回，把地址写在下一行。",
                    "Nothing found. Try other letters, or go back and write it on the next line.",
                ),
            },
        },
    ),
}
