"""Core: a catalogue as large as a district's: the samples, and as many items as its matters and their endings give.

For measurements and tests: its names are shaped like real ones (`matters.txt`), its facts belong to nobody. Fields are
those of GB/T 39554 under the names of README.md; those that a booth does not need keep the standard's own.
"""

import itertools
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

DISTRICT = 5370  # items that Panyu's booths offer, by public reports
_PROMPT = ("补", "打印", "查询", "挂失", "延续", "注销")  # done at once, more often than not
_PAPERS = (
    ("申请表", "Application form", "scan"),
    ("营业执照副本", "Business licence", "scan"),
    ("法定代表人身份证明", "Proof of the legal representative", "scan"),
    ("场所使用证明", "Proof of the premises", "scan"),
    ("授权委托书", "Letter of authority", "conditional"),
)


class Matter(NamedTuple):
    """One line's worth of item: who offers it, what kind it is, what it is called."""

    department: str
    short: str
    who: str
    kind: str
    name: str


def matters(text: str) -> Iterator[Matter]:
    """Each matter with each of its endings, in the order of `matters.txt`."""
    endings: dict[str, tuple[str, ...]] = {"": ("",)}
    department = short = who = ""
    for line in (line.strip() for line in text.splitlines()):
        head, _, rest = line.partition(":")
        if line.startswith("="):
            endings[head[1:].strip()] = tuple(rest.split())
        elif line.startswith("@"):
            department, short, who = (part.strip() for part in line[1:].split("|"))
        elif line and not line.startswith("#"):
            names, _, chosen = rest.partition(":")
            for name, ending in itertools.product(names.split(), endings[chosen.strip()]):
                yield Matter(department, short, who, head, name + ending)


def district(samples: list[dict[str, Any]], text: str, count: int = DISTRICT) -> list[dict[str, Any]]:
    """`count` items, the samples first. Beyond one district the same matters come again with the next one's name."""
    taken = {sample["name"]["zh"] for sample in samples}
    fresh = [matter for matter in matters(text) if matter.name not in taken]
    numbered = (
        (number, matter if not turn else matter._replace(name=f"{matter.name}（第 {turn + 1} 区）"))
        for turn in itertools.count()
        for number, matter in enumerate(fresh, turn * len(fresh))
    )
    made = (_item(number, matter) for number, matter in numbered)
    return [*samples, *itertools.islice(made, max(0, count - len(samples)))][:count]


def _item(number: int, matter: Matter) -> dict[str, Any]:
    is_prompt = any(word in matter.name for word in _PROMPT)
    days = 1 if is_prompt else 5 + number % 16
    office = zlib.crc32(matter.department.encode()) % 10_000
    town = {"zh": f"{matter.short}综合窗口", "en": "Counter of the office"}
    papers = _PAPERS[: 2 + number % 4] if matter.who == "company" else _PAPERS[:1] + _PAPERS[4:]
    return {
        "id": f"district-{number:06d}",
        "code": f"11440113SAMPLE{office:04d}3{number:012d}",
        "name": {"zh": matter.name, "en": ""},
        "department": {"zh": matter.department, "en": ""},
        "category": matter.who,
        "service_object": matter.who,
        "kind": "即办件" if is_prompt else "承诺件",
        "summary": {"zh": f"由{matter.short}受理，{days} 个工作日内办结。", "en": f"Done within {days} working days."},
        "who": [
            {"zh": "企业、个体工商户或其他组织", "en": "Firms"}
            if matter.who == "company"
            else {"zh": "本区居民", "en": ""}
        ],
        "materials": [_material(place, paper) for place, paper in enumerate(papers)],
        "statutory_working_days": max(20, days),
        "promised_working_days": days,
        "fee": {"amount_yuan": 0, "note": {"zh": "不收费", "en": "Free of charge"}},
        "result": {"zh": f"{matter.name}办理结果", "en": ""},
        "minutes": 5 + number % 20,
        "place": town,
        "hours": {"zh": "周一至周五 9:00–12:00、14:00–17:00，节假日除外", "en": "Monday to Friday, not on holidays"},
        "channels": ["seat", "hall"] if number % 3 else ["hall"],
        "form_id": None,
        "aliases": [],
        **_standard(number, matter),
    }


def _material(place: int, paper: tuple[str, str, str]) -> dict[str, Any]:
    zh, en, need = paper
    return {"id": f"paper-{place}", "name": {"zh": zh, "en": en}, "need": need, "deferrable": place > 1}


def _standard(number: int, matter: Matter) -> dict[str, Any]:
    """What the standard has beside: type, level, area, visits, depth on line, telephones."""
    return {
        "task_type": matter.kind,
        "use_level": "县级",
        "task_version": 1,
        "handle_area": "全区通办" if number % 3 else "窗口所在镇街",
        "limit_scene_num": 0 if number % 4 == 0 else 1,
        "online_handle_depth": "Ⅳ级" if number % 4 == 0 else "Ⅲ级",
        "link_way": f"020-0000{number % 10_000:04d}",
        "supervise_way": "020-12345",
    }
