"""Core and shell: the statistics: what they count, that they name nobody, that a spreadsheet takes them for text."""

import io
import zipfile
from xml.etree import ElementTree

import pytest

from cloud_seat.contract.items import Item
from cloud_seat.contract.text import Text
from cloud_seat.hub.board import statistics as st
from cloud_seat.hub.board.ods import ODS
from tests.cloud_seat.hub.running import RunningHub

ITEMS = {
    name: Item(id=name, name=Text(zh=f"事项{name}"), department=Text(zh=office), summary=Text(zh=""))
    for name, office in (("a", "民政局"), ("b", "民政局"), ("c", "社保局"))
}
DAYS = "since=2026-11-01&until=2026-11-30"


def test_cases_are_counted_by_day_and_item() -> None:
    found = [("1", "a", "accepted"), ("1", "a", "returned"), ("2", "c", "received")]
    rows = st.cases([{"day": day, "item_id": item, "state": state} for day, item, state in found], ITEMS).rows
    assert rows == (("1", "事项a", "民政局", 2, 1, 1), ("2", "事项c", "社保局", 1, 0, 0))


def test_waits_are_those_of_who_was_answered() -> None:
    found = [("a", 4, True), ("b", 16, True), ("a", 60, False), ("", 3, True)]
    calls = [{"day": "1", "item_id": item, "waited_s": s, "answered": answered} for item, s, answered in found]
    assert st.waits(calls, ITEMS).rows == (("1", "咨询", 1, 1, 1, 3, 3), ("1", "民政局", 3, 2, 1, 10.0, 15.4))


def test_a_call_took_as_long_as_its_longer_end_measured() -> None:
    measured = [("1", 600), ("1", 590), ("2", 300), ("3", 60)]
    rows = st.effort(
        [{"call_id": call, "seconds": seconds} for call, seconds in measured], {"1": "a", "2": "a"}, ITEMS
    ).rows
    assert rows == (("咨询", "咨询", 1, 1.0, 1), ("事项a", "民政局", 2, 7.5, 15))


def test_ratings_are_told_by_department_and_never_by_official() -> None:
    table = st.ratings([("a", 5, "seat-1"), ("b", 0, "seat-1"), ("c", 2, "seat-2")], ITEMS, silence_counts_as=0)
    assert "seat-1" not in str(table)
    assert [(row[0], row[1], row[-2], row[-1]) for row in table.rows] == [("民政局", 2, 1, 1), ("社保局", 1, 0, 0)]


def test_a_spreadsheet_takes_no_cell_for_a_formula() -> None:
    table = st.Table(head=("a", "b"), rows=(("=1+1", -1), ('say "hi", you', 1.5)))
    assert st.csv_of(table) == '\ufeffa,b\r\n\'=1+1,-1\r\n"say ""hi"", you",1.5\r\n'


@pytest.fixture(scope="module")
def cookie(hub_server: RunningHub) -> str:
    """Of a supervisor."""
    user = hub_server.add_seat("7101", rights=())
    hub_server.set_role(user, "supervisor")
    return hub_server.sign_in(user)


def test_every_table_is_there_for_who_may_look(hub_server: RunningHub, cookie: str) -> None:
    for table in st.TABLES:
        told = hub_server.ask("GET", f"/api/v1/statistics/{table}?{DAYS}", cookie=cookie)
        file = hub_server.ask("GET", f"/api/v1/statistics/{table}/csv?{DAYS}", cookie=cookie)
        assert file.body.decode("utf-8-sig").splitlines()[0].split(",") == told.json()["head"]
        assert f'filename="{table}-2026-11-01-2026-11-30.csv"' in file.headers["content-disposition"]
        sheet = hub_server.ask("GET", f"/api/v1/statistics/{table}/ods?{DAYS}", cookie=cookie)
        assert sheet.headers["content-type"] == ODS
        assert f'filename="{table}-2026-11-01-2026-11-30.ods"' in sheet.headers["content-disposition"]
        with zipfile.ZipFile(io.BytesIO(sheet.body)) as packed:
            assert packed.testzip() is None
            assert "".join(told.json()["head"]) in "".join(
                ElementTree.fromstring(packed.read("content.xml")).itertext()
            )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("people?" + DAYS, 404),
        ("cases", 400),
        ("cases?since=2026-11-30&until=2026-11-01", 400),
        ("cases?since=2024-01-01&until=2026-11-01", 400),
        ("cases?since=9999-12-31&until=9999-12-31", 400),
    ],
)
def test_what_cannot_be_counted_is_refused(hub_server: RunningHub, cookie: str, path: str, status: int) -> None:
    assert hub_server.ask("GET", f"/api/v1/statistics/{path}", cookie=cookie).status == status
