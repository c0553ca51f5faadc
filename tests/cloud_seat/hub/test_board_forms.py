"""Shell: a form from the first word to the booth: written by one, signed by another, at real hubs."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cloud_seat.hub.store import audit
from cloud_seat.hub.store.database import Database
from tests.cloud_seat.hub.postgres import RunningPostgres
from tests.cloud_seat.hub.running import ROOT, Answer, RunningHub
from tests.cloud_seat.hub.sealed_cases import SealedCase

FORM = "minimum-living"
FILE = ROOT / "assets" / "forms" / FORM / "v1.json"


@dataclass
class Person:
    """Somebody with this role at a hub."""

    hub: RunningHub
    number: str
    roles: tuple[str, ...]
    cookie: str = field(init=False)

    def __post_init__(self) -> None:
        self.hub.add_seat(self.number)
        for role in self.roles:
            self.hub.set_role(self.number, role)
        self.cookie = self.hub.sign_in(self.number)

    def ask(
        self, method: str, path: str = "", said: Any = None, *, form: str = FORM, at: RunningHub | None = None
    ) -> Answer:
        """About one form; `at`: another hub on the same data."""
        place = f"/api/v1/board/forms/{form}{path}" if form else "/api/v1/board/forms"
        return (at or self.hub).ask(method, place, json_body=said, cookie=self.cookie, own_origin=True)

    def told(self, form: str = FORM) -> Any:
        return self.ask("GET", form=form).json()

    def write(self, raw: Any, form: str = FORM) -> Any:
        """The next version, over what is there."""
        draft = self.told(form).get("draft") or {"revision": 0}
        text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)
        answer = self.ask("PUT", said={"text": text, "revision": draft["revision"]}, form=form)
        assert answer.status == 200, answer.body
        return answer.json()

    def do(self, act: str, sha256: str, form: str = FORM, **more: Any) -> tuple[int, str]:
        answer = self.ask("POST", f"/{act}", {"sha256": sha256, **more}, form=form)
        return answer.status, answer.json()["code"] if answer.body else ""


@dataclass
class Town:
    """A hub, who writes there and who signs."""

    hub: RunningHub
    writer: Person
    signer: Person
    both: Person

    @classmethod
    def at(cls, hub: RunningHub) -> "Town":
        """With the people that it takes."""
        who = {"7001": ("operator",), "7002": ("supervisor",), "7003": ("operator", "supervisor")}
        return cls(hub, *(Person(hub, number, roles) for number, roles in who.items()))

    def publish(self, raw: Any, form: str = FORM) -> str:
        """By two people; the hash."""
        sha256: str = self.writer.write(raw, form)["draft"]["sha256"]
        assert self.writer.do("ask", sha256, form) == (204, "")
        assert self.signer.do("sign", sha256, form) == (204, "")
        return sha256


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """For all; a test that publishes has a form of its own."""
    with RunningHub.start(tmp_path_factory.mktemp("town")) as hub:
        yield Town.at(hub)


def changed(label: str = "住的是什么房子") -> Any:
    """The form with another label."""
    raw = json.loads(FILE.read_bytes())
    fields = [one for page in raw["ui"]["pages"] for one in page["fields"]]
    next(one for one in fields if one["name"] == "housing")["label"]["zh"] = label
    return raw


def noted(hub: RunningHub) -> list[tuple[str, str, str]]:
    db = Database(f"sqlite:///{hub.data_dir / 'hub.sqlite'}", checkpoint=False)
    rows = db.run_now(lambda connection: [(one["actor"], one["what"], one["about"]) for one in audit.rows(connection)])
    db.close()
    return [row for row in rows if row[1].startswith("form_") and row[2].startswith(FORM)]


def test_one_writes_another_signs_and_it_is_in_force_for_good(town: Town) -> None:
    writer, signer, both, hub = town.writer, town.signer, town.both, town.hub
    lines = {line["form_id"]: line for line in writer.ask("GET", form="").json()}
    assert lines[FORM]["version"] == 1 and lines[FORM]["draft"] is None and lines[FORM]["items"]
    told = writer.write({**changed(), "version": 77, "id": "other"})
    draft = told["draft"]
    assert (draft["version"], draft["state"], draft["is_own"]) == (2, "draft", True) and told["looked"]["faults"] == []
    assert [one["part"]["zh"] for one in told["looked"]["changes"]] == ["名称"]
    both.write(changed("住哪里"))
    sha256 = signer.told()["draft"]["sha256"]
    assert signer.do("sign", sha256) == (409, "draft_moved"), "nobody asked yet"
    assert writer.do("ask", draft["sha256"]) == (409, "draft_moved"), "that is not what stands there"
    assert writer.do("ask", sha256)[0] == 204
    assert both.do("sign", sha256) == (409, "own_form"), "a hand in it"
    assert writer.do("sign", sha256) == (403, "not_your_role")
    assert signer.do("return", sha256) == (400, "reason_missing")
    assert signer.do("return", sha256, reason="“住哪里”说的是地址")[0] == 204
    assert writer.told()["draft"]["reason"] == "“住哪里”说的是地址"
    sha256 = town.publish(changed())
    assert signer.do("sign", sha256)[1] == "draft_moved"
    told = signer.told()
    assert (told["version"], told["draft"], told["versions"][0]["sha256"]) == (2, None, sha256)
    assert told["versions"][0]["signed_by"] == "测试员7002 7002" and len(told["versions"][0]["written_by"]) == 2
    form = hub.ask("GET", f"/api/v1/forms/{FORM}/2", cookie=writer.cookie)
    assert form.json()["version"] == 2 and form.json()["id"] == FORM
    hub.kill()
    hub.start_again()
    assert hub.ask("GET", f"/api/v1/forms/{FORM}/2", cookie=writer.cookie).body == form.body
    old = hub.ask("GET", f"/api/v1/forms/{FORM}/1", cookie=writer.cookie)
    assert old.body == FILE.read_bytes(), "cases carry its hash"
    acts = noted(hub)
    assert [what for _, what, _ in acts] == [
        "form_saved", "form_saved", "form_asked", "form_returned", "form_saved", "form_asked", "form_signed",
    ]  # fmt: skip
    assert acts[-1] == ("supervisor:seat-7002", "form_signed", f"{FORM} v2 {sha256} written: seat-7001 seat-7003")


def test_nothing_that_a_booth_cannot_ask_is_signed(town: Town) -> None:
    writer, form = town.writer, "residence-endorsement"
    file = ROOT / "assets" / "forms" / form / "v1.json"
    wrong = {"id": "x", "field": "phone", "check": "values.", "message": {"zh": "不对", "en": "Wrong"}}
    for raw in ("", "{", json.loads(file.read_bytes()) | {"rules": [wrong]}):
        told = writer.write(raw, form)
        assert told["looked"]["faults"], "kept, and said"
        assert writer.do("ask", told["draft"]["sha256"], form) == (422, "form_faults")
    assert writer.told(form)["text"] == file.read_text("utf-8")
    assert writer.ask("DELETE", form=form).status == 204 and writer.ask("DELETE", form=form).status == 404
    for name in ("Upper", "a", "-x", "a.b"):
        assert writer.ask("PUT", said={"text": "{}"}, form=name).status == 404
    package = json.loads((ROOT / "assets/catalogue/packages.json").read_bytes())[0]
    assert writer.ask("PUT", said={"text": "{}"}, form=package["id"]).json()["code"] == "form_of_package"
    answer = writer.ask("PUT", said={"text": "x" * 200_001}, form=form)
    assert (answer.status, answer.json()["code"]) == (413, "too_large")
    assert writer.ask("PUT", said={"text": "{}", "revision": 9}, form=form).json()["code"] == "draft_moved"


def test_what_items_and_letters_need_stays(town: Town) -> None:
    raw = json.loads((ROOT / "assets/forms/longevity-allowance/v2.json").read_bytes())
    raw["ui"]["pages"][1]["fields"] = [one for one in raw["ui"]["pages"][1]["fields"] if one["name"] != "relation"]
    told = town.writer.write(raw, "longevity-allowance")
    assert [
        one for one in told["looked"]["faults"] if "relation" in one["text"]["zh"] and "要用到" in one["text"]["zh"]
    ]
    letter = json.loads((ROOT / "assets/forms/message/v1.json").read_bytes())
    letter["ui"]["pages"][0]["fields"].pop(0)
    told = town.writer.write(letter, "message")
    assert [one for one in told["looked"]["faults"] if "want" in one["text"]["zh"] and "要用到" in one["text"]["zh"]]


def test_a_draft_is_tried_as_the_booth_judges_it(town: Town) -> None:
    text = FILE.read_text("utf-8")
    empty = town.signer.ask("POST", "/try", {"text": text}).json()
    assert "rent_yuan" in empty["hidden"] and "phone" in empty["errors"]
    rents = town.signer.ask(
        "POST", "/try", {"text": text, "values": {"housing": "rent", "phone": "13800138000"}}
    ).json()
    assert "rent_yuan" not in rents["hidden"] and "phone" not in rents["errors"]


def test_a_new_form_and_a_package_s_part(town: Town) -> None:
    town.publish({**changed(), "id": "whatever"}, "heating-aid")
    listed = town.hub.ask("GET", "/api/v1/catalogue", cookie=town.writer.cookie).json()["forms"]
    assert [one["version"] for one in listed if one["id"] == "heating-aid"] == [1]
    items = {one["id"]: one for one in json.loads((ROOT / "assets/catalogue/items.json").read_bytes())}
    package = json.loads((ROOT / "assets/catalogue/packages.json").read_bytes())[0]
    part = items[package["parts"][0]]["form_id"]
    newest = town.writer.told(part)
    raw = json.loads(newest["text"])
    raw["title"]["zh"] += "（新）"
    before = {one["version"] for one in listed if one["id"] == package["id"]}
    town.publish(raw, part)
    listed = town.hub.ask("GET", "/api/v1/catalogue", cookie=town.writer.cookie).json()["forms"]
    after = {one["version"] for one in listed if one["id"] == package["id"]}
    assert before < after
    raw["schema"]["properties"]["phone"] = {"type": "string", "maxLength": 30}
    told = town.writer.write(raw, part)
    assert [one for one in told["looked"]["faults"] if "一件事" in one["text"]["zh"]], "another phone in the other part"


def test_a_case_begun_with_the_old_version_is_no_stranger(town: Town) -> None:
    token = town.hub.enrol("PY-7001")["token"]
    case = SealedCase(town.hub, "PY-7001", token)
    begun = case.manifest()
    form = begun.form_id
    old = town.writer.told(form)["version"]
    raw = json.loads(town.writer.told(form)["text"])
    raw["title"]["zh"] += "（新）"
    town.publish(raw, form)
    assert case.deliver().status == 200
    told = {one["version"]: one["open_cases"] for one in town.signer.told(form)["versions"]}
    assert told[begun.form_version] == 1 and old + 1 in told


def test_a_signed_version_stands_where_a_file_of_its_number_comes(tmp_path: Path) -> None:
    assets = tmp_path / "assets"
    for name in ("catalogue", "forms", "calendar"):
        shutil.copytree(ROOT / "assets" / name, assets / name)
    with RunningHub.start(tmp_path / "hub", assets_dir=assets) as hub:
        town = Town.at(hub)
        sha256 = town.publish(changed())
        hub.stop()
        late = {**changed("别的话"), "version": 2}
        (assets / "forms" / FORM / "v2.json").write_text(json.dumps(late, ensure_ascii=False), "utf-8")
        (assets / "forms" / FORM / "v3.json").write_text(
            json.dumps({**late, "version": 3}, ensure_ascii=False), "utf-8"
        )
        town.writer.hub.start_again()
        told = town.writer.told()
        assert told["version"] == 3 and [one["sha256"] for one in told["versions"]][1] == sha256
        assert "was signed at the board" in hub.log_path.read_text("utf-8")
        assert town.writer.write(changed())["draft"]["version"] == 4


def test_two_hubs_on_one_database(tmp_path: Path, postgres: RunningPostgres) -> None:
    database = postgres.new_database()
    with (
        RunningHub.start(tmp_path / "hub", database=database) as first,
        RunningHub.start(tmp_path / "hub", database=database, name="second") as second,
    ):
        town = Town.at(first)
        sha256 = town.writer.write(changed())["draft"]["sha256"]
        assert town.writer.ask("POST", "/ask", {"sha256": sha256}, at=second).status == 204
        assert town.signer.ask("POST", "/sign", {"sha256": sha256}, at=second).status == 204
        assert town.signer.ask("POST", "/sign", {"sha256": sha256}).json()["code"] == "draft_moved"
        assert first.ask("GET", f"/api/v1/forms/{FORM}/2", cookie=town.writer.cookie).status == 200
        listed = first.ask("GET", "/api/v1/catalogue", cookie=town.writer.cookie).json()["forms"]
        assert {"id": FORM, "version": 2, "sha256": sha256} in listed


_TEXTS = st.text(max_size=60) | st.binary(max_size=60).map(lambda body: body.decode("utf-8", "surrogateescape"))
_SAID = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=5,
)
_BODIES = (
    st.binary(max_size=200)
    | st.fixed_dictionaries(
        {"text": _TEXTS | _SAID.map(json.dumps)}, optional={"revision": st.integers(), "values": _SAID}
    ).map(lambda said: json.dumps(said).encode())
    | st.fixed_dictionaries({}, optional={"sha256": _TEXTS, "reason": _TEXTS}).map(
        lambda said: json.dumps(said).encode()
    )
    | st.dictionaries(st.sampled_from(["housing", "members", "live_address", "phone", "x"]), _SAID, max_size=4).map(
        lambda values: json.dumps({"text": FILE.read_text("utf-8"), "values": values}).encode()
    )
)


def test_whatever_is_said_no_answer_is_a_breakdown(town: Town) -> None:
    ways = [("PUT", ""), *(("POST", f"/{act}") for act in ("try", "ask", "sign", "return"))]

    @settings(
        max_examples=40, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(way=st.sampled_from(ways), body=_BODIES)
    def say(way: tuple[str, str], body: bytes) -> None:
        at = f"/api/v1/board/forms/{FORM}{way[1]}"
        headers = {"Cookie": town.both.cookie, "Origin": town.hub.url, "Content-Type": "application/json"}
        answer = town.hub.ask(way[0], at, body=body, headers=headers)
        assert answer.status < 500, (way, body, answer.body)

    say()
    assert "Traceback" not in town.hub.log_path.read_text("utf-8")
