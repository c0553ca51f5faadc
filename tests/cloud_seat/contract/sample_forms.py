"""Core: a form with everything that repeats or nests, for tests of the engine."""

from cloud_seat.contract.forms import Choice, Field, Form, Page, Printout, Rule, Ui
from cloud_seat.contract.text import Text


def say(zh: str) -> Text:
    """The same in both languages."""
    return Text(zh=zh, en=zh)


YES_NO = (Choice(value="yes", label=say("是")), Choice(value="no", label=say("不是")))
ADDRESS = {
    "type": "object",
    "properties": {
        "code": {"type": "string", "pattern": "^[0-9]{6,12}$"},
        "region": {"type": "string", "maxLength": 60},
        "detail": {"type": "string", "maxLength": 60},
    },
    "additionalProperties": False,
}
MEMBER = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 20, "format": "person-name"},
        "birth": {"type": "string", "format": "date"},
        "works": {"enum": ["yes", "no"]},
        "income_yuan": {"type": "number", "minimum": 0},
        "home": ADDRESS,
    },
    "required": ["name", "works"],
    "additionalProperties": False,
}
MEMBERS = Field(
    name="members",
    widget="group",
    label=say("家人"),
    one=say("家人"),
    show_if='has(values.alone) && values.alone == "no"',
    required_if_shown=True,
    fields=(
        Field(name="name", widget="text", label=say("姓名")),
        Field(name="birth", widget="date", label=say("出生日期"), earliest="today-130y", latest="today"),
        Field(name="works", widget="choice", label=say("有没有工作"), choices=YES_NO),
        Field(
            name="income_yuan",
            widget="amount",
            label=say("每月收入"),
            show_if='has(row.works) && row.works == "yes"',
            required_if_shown=True,
        ),
        Field(name="home", widget="address", label=say("住在哪里")),
    ),
)
HOUSEHOLD = Form(
    id="household",
    version=1,
    title=say("家庭"),
    schema={
        "type": "object",
        "properties": {
            "alone": {"enum": ["yes", "no"]},
            "members": {"type": "array", "minItems": 1, "maxItems": 3, "items": MEMBER},
            "rent_yuan": {"type": "number", "minimum": 0, "maximum": 1_000_000},
        },
        "required": ["alone"],
        "additionalProperties": False,
    },
    ui=Ui(
        pages=(
            Page(
                id="alone",
                title=say("您"),
                fields=(Field(name="alone", widget="choice", label=say("一个人住吗"), choices=YES_NO),),
            ),
            Page(id="members", title=say("家里还有谁"), fields=(MEMBERS,)),
            Page(id="rent", title=say("房租"), fields=(Field(name="rent_yuan", widget="amount", label=say("房租")),)),
        )
    ),
    rules=(
        Rule(
            id="names-differ",
            field="members.name",
            check='!has(row.name) || row.name != "本人"',
            message=say("请写家人的姓名"),
        ),
    ),
    print=Printout(title=say("家庭"), rows=(("alone", "rent_yuan"), ("members",))),
)
