"""Further people in a call, through the real hub: who hears whom is measured by tones, in each role and on hold."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from cloud_seat.contract.companions import CompanionLink, ConsentAnswered, ConsentAsked
from tests.cloud_seat.hub.running import RunningHub
from tests.cloud_seat.web.booth import Booth
from tests.cloud_seat.web.conftest import Desk
from tests.cloud_seat.web.matter import Matter
from tests.cloud_seat.web.test_call import connect
from tests.cloud_seat.web.test_look import Album
from tests.cloud_seat.web.tones import expect_heard, page_hears, party

Opening = Callable[..., Any]


class People:
    """One call: the booth, the official, a colleague who is a supervisor, too; the family's page comes later."""

    def __init__(self, open_desk: Opening, hub: RunningHub, booth: Booth) -> None:
        self.hub, self.booth, self.matter = hub, booth, Matter()
        self.official, self.colleague = open_desk(hub), open_desk(hub)
        party(self.official.page, "official")
        party(self.colleague.page, "colleague")
        hub.make_supervisor(self.colleague.user)
        self.colleague.needs_factor = True
        self.album = Album(self.official.page, "small")
        self.ears: dict[str, Callable[[], set[str]]] = {"booth": booth.ear.hears}
        self.listen("official", self.official.page)

    def listen(self, name: str, page: Page) -> None:
        self.ears[name] = lambda: page_hears(page)

    def hear(self, **wanted: str) -> None:
        """`booth="official"`: these and nobody else."""
        expect_heard(self.official.page, wanted, self.ears)

    def invite(self, way: str, desk: Desk | None = None) -> None:
        """By keyboard, as officials do."""
        page = self.official.page
        page.keyboard.press("c")
        page.keyboard.press({"consult": "2", "joined": "3", "family": "4"}[way])
        self.album.look(f"ways-{way}")
        if desk:
            page.get_by_role("radio", name="测试员" + desk.user).check()
        page.keyboard.press("Control+Enter")


@pytest.fixture
def family(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN")
    party(page, "family")
    yield page
    page.close()


@pytest.mark.timeout(400)
def test_who_hears_whom_through_the_hub(open_desk: Opening, hub: RunningHub, open_booth: Opening, family: Page) -> None:
    people = People(open_desk, hub, open_booth(pictures_s=0.25))
    people.official.ready()
    connect(people.official, people.booth, people.matter)
    people.hear(booth="official", official="booth")
    people.colleague.sign_in()
    _consult(people)
    _family(people, family)
    _hold_and_reload(people, family)
    _supervisor(people)
    people.booth.hang_up()
    expect(family.get_by_test_id("title")).to_have_text("通话已结束")
    Album(family, "large", scrolls=True).look("with-ended")
    expect(people.colleague.at("assist")).to_be_hidden()


def _consult(people: People) -> None:
    """By voice with the resident on hold, then all three."""
    colleague, official = people.colleague, people.official
    people.invite("consult", colleague)
    expect(colleague.at("invited")).to_contain_text("不是居民来电")
    Album(colleague.page, "invited").look("invited")
    expect(official.at("company")).to_contain_text("正在呼叫")
    colleague.page.keyboard.press("Enter")
    expect(official.at("company")).to_contain_text("居民听不到你们")
    expect(official.at("hold")).to_contain_text("回来")
    people.listen("colleague", colleague.page)
    people.album.look("consult")
    people.hear(booth="", official="colleague", colleague="official")
    official.page.keyboard.press("Control+k")
    expect(colleague.at("assist-words")).to_contain_text("居民和经办人都听得到您")
    people.hear(booth="official colleague", official="booth colleague", colleague="booth official")
    colleague.page.keyboard.press("m")
    people.hear(booth="official", official="booth")
    colleague.page.keyboard.press("m")
    _expect_picture(colleague.page, "assist-picture")
    Album(colleague.page, "large").look("assist")


def _expect_picture(page: Page, test_id: str) -> None:
    """A picture is there, and more than the two pixels of a line on which nothing came yet."""
    for _ in range(200):
        if page.get_by_test_id(test_id).evaluate("(video) => video.videoWidth") > 2:
            return
        page.wait_for_timeout(200)
    pytest.fail(f"no picture at {test_id}")


def _family(people: People, page: Page) -> None:
    """Only after the resident's yes; by link, with a name."""
    people.invite("family")
    asked = people.booth.hear(ConsentAsked)
    expect(people.official.at("company")).to_contain_text("正在问居民同不同意")
    people.booth.say(ConsentAnswered(call_id=people.matter.call_id, companion_id=asked.companion_id, answer="yes"))
    link = people.booth.hear(CompanionLink)
    told = f"{link.number[:4]} {link.number[4:]}"
    expect(people.official.at("company")).to_contain_text(f"/with，填 {told}")
    page.goto(f"{people.hub.url}/with")
    page.get_by_test_id("number").fill(f"{told[:-1]}{9 - int(told[-1])}")
    page.get_by_test_id("number-go").click()
    expect(page.get_by_test_id("number-wrong")).to_contain_text("没有这个号码")
    Album(page, "large", scrolls=True).look("with-number")
    page.get_by_test_id("number").fill(told)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("lead")).to_contain_text("老年人长寿保健金")
    album = Album(page, "large", scrolls=True)
    album.look("with")
    page.get_by_test_id("way-both").click()
    expect(page.get_by_test_id("name-missing")).to_be_visible()
    page.get_by_test_id("name").fill("女儿")
    page.get_by_test_id("way-both").click()
    expect(page.get_by_test_id("state")).to_have_text("您在通话里了")
    people.listen("family", page)
    everybody = "booth official colleague"
    people.hear(family=everybody, booth="official colleague family", colleague="booth official family")
    expect(page.get_by_test_id("official")).to_be_visible()
    _expect_picture(page, "resident")
    expect(page.get_by_test_id("who")).to_contain_text(f"测试员{people.colleague.user}（同事）")
    expect(people.official.at("company")).to_contain_text("家人 · 女儿")
    expect(people.official.page.get_by_label("女儿 的画面")).to_be_visible()
    album.look("with-room")
    people.album.look("three-way")


def _supervisor(people: People) -> None:
    """Sent out as a third, back as a supervisor: hears all, is heard by nobody, and everybody sees it."""
    desk = people.colleague
    people.official.page.keyboard.press("Control+d")
    expect(desk.at("assist")).to_be_hidden()
    expect(desk.at("toast")).to_contain_text("经办人请您离开了")
    people.hear(booth="official family", official="booth family", family="booth official", colleague="")
    expect(people.official.at("running-open")).to_be_hidden()
    desk.page.keyboard.press("Control+g")
    expect(desk.at("running-list")).to_contain_text(people.official.user)
    Album(desk.page, "running").look("running")
    desk.page.keyboard.press("1")
    expect(desk.at("assist-words")).to_contain_text("只听只看")
    expect(people.official.at("company")).to_contain_text("只听不说")
    people.hear(colleague="booth official family", booth="official family", official="booth family")


def _hold_and_reload(people: People, family: Page) -> None:
    """On hold colleagues talk among themselves; when every page is reloaded, nobody is lost or asked anything."""
    page = people.official.page
    page.keyboard.press("h")
    people.hear(booth="", official="colleague", colleague="official", family="")
    page.keyboard.press("h")
    for reloaded in (page, people.colleague.page, family):
        reloaded.reload()
    people.hear(
        booth="official colleague family",
        official="booth colleague family",
        colleague="booth official family",
        family="booth official colleague",
    )
