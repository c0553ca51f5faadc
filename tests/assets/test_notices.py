"""Every notice from the same facts is the same bytes, in both languages, with whatever name and note."""

from dataclasses import replace
from pathlib import Path

import pytest

from cloud_seat.contract import notices
from cloud_seat.contract.results import ResultTold
from cloud_seat.contract.text import Text
from kiosk_app.hands.typesetter import Typesetter

ASSETS = Path(__file__).parents[2] / "assets"
KINDS = (
    notices.receipt, notices.acceptance, notices.supplement, notices.deferral, notices.to_follow, notices.delivery,
    notices.commitment,
)  # fmt: skip
SIGNATURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><path d="M2 10L50 12" stroke="#000"/></svg>'


def _facts(language: str = "zh") -> notices.Facts:
    return notices.Facts(
        language=language,
        number="PY-2026-1123-0417-08",
        case_id="0190a000-0000-7000-8000-000000000001",
        item=Text(zh="老年人长寿保健金", en="Longevity allowance"),
        department=Text(zh="番禺区民政局", en="Panyu Civil Affairs Bureau"),
        applicant="测试䶮#panic()",
        place=Text(zh="市桥街晓屋", en="Shiqiao booth"),
        day="2026-11-23",
        days=10,
        papers=(Text(zh="社会保障卡复印件", en="Copy of the social security card"),),
        later=((Text(zh="委托书", en="Letter of authority"), "2026-12-07"), (Text(zh="旧卡"), "")),
        instead=((Text(zh="经营场所使用材料", en="Proof of the premises"), Text(zh="场所可以合法使用。")),),
        basis=("促进个体工商户发展条例",),
        note="缺委托书。" * 40,
        signature=SIGNATURE,
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_same_facts_same_bytes(kind: "notices.Maker", language: str) -> None:
    def made() -> bytes:
        sheet = Typesetter(ASSETS, "notice.typ")
        return sheet.pdf(sheet.written({"notices": [kind(_facts(language))]}, language))

    first = made()
    assert first.startswith(b"%PDF-1.7")
    assert made() == first


def test_deferral_says_what_how_by_when_and_what_if_late() -> None:
    words = " ".join(notices.deferral(_facts())["bodies"])
    assert all(part in words for part in ("委托书（2026-12-07 前）", "时间由工作人员告知", "报受理号", "需要重新申请"))


def test_what_is_missing_is_one_list_of_one_sentence_a_thing() -> None:
    bodies = notices.supplement(replace(_facts(), note="委托书：请补原件\n社会保障卡：反光，请重拍\n"))["bodies"]
    assert bodies[1:-1] == ["1. 委托书：请补原件", "2. 社会保障卡：反光，请重拍"]
    assert notices.supplement(replace(_facts(), note="缺委托书"))["bodies"][1:-1] == ["缺委托书"]


def test_a_promise_instead_says_what_was_told_and_that_nobody_had_to() -> None:
    made = notices.commitment(_facts())
    words = " ".join([*made["bodies"], *(row["value"] for row in made["rows"])])
    told = (
        "经营场所使用材料",
        "由您决定",
        "核对",
        "撤销",
        "场所可以合法使用",
        "自己的真实意思",
        "促进个体工商户发展条例",
    )
    assert all(part in words for part in told) and made["signed"]


def test_an_acceptance_says_what_came_of_it_and_where() -> None:
    told = ResultTold(kind="fetch", name=Text(zh="营业执照"), where=Text(zh="到 3 号窗口。"))
    rows = notices.acceptance(replace(_facts(), result=told))["rows"]
    assert {"label": "办理结果", "value": "可以领取了：营业执照。到 3 号窗口。"} in rows


def test_the_slip_says_the_same() -> None:
    lines = notices.as_lines(notices.receipt(_facts()))
    assert "受理号: PY-2026-1123-0417-08" in lines
    assert "后补材料: 委托书 · 最后一天 2026-12-07" in lines


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_follows_is_said_with_its_last_day_and_the_way(language: str) -> None:
    facts = _facts(language)
    made = notices.to_follow(facts)
    assert facts.later and all(any(due in row["value"] for row in made["rows"]) for _, due in facts.later if due)
    assert any(facts.number in row["value"] for row in made["rows"]) and len(made["bodies"]) == 2
    assert made["signed"] is False
