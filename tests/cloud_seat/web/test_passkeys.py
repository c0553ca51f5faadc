"""Passkeys in a real browser: the DevTools protocol's own authenticator stands for the key that is plugged in."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import CDPSession, expect

from cloud_seat.hub.__main__ import main
from tests.cloud_seat.hub.running import PASSWORD, RunningHub
from tests.cloud_seat.web.conftest import Desk
from tests.cloud_seat.web.test_look import Album

_KEY = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}


class Key:
    """A security key of this page."""

    def __init__(self, desk: Desk) -> None:
        self._cdp: CDPSession = desk.page.context.new_cdp_session(desk.page)
        self._cdp.send("WebAuthn.enable")
        made = self._cdp.send(
            "WebAuthn.addVirtualAuthenticator", {"options": {**_KEY, "automaticPresenceSimulation": True}}
        )
        self._id = made["authenticatorId"]

    def credentials(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._cdp.send("WebAuthn.getCredentials", {"authenticatorId": self._id})[
            "credentials"
        ]
        return found

    def wind_back(self) -> None:
        """As a copy that was made of it earlier."""
        one = self.credentials()[0]
        self._cdp.send("WebAuthn.clearCredentials", {"authenticatorId": self._id})
        self._cdp.send("WebAuthn.addCredential", {"authenticatorId": self._id, "credential": {**one, "signCount": 0}})


@pytest.fixture
def desk(open_desk: Callable[..., Desk], hub: RunningHub) -> Desk:
    """By the hub's name: an address of numbers has no passkeys."""
    named = replace(hub, url=hub.url.replace("127.0.0.1", "localhost"))
    desk = open_desk(named)
    desk.expect_console("401")
    return desk


def _to_second_step(desk: Desk, password: str = PASSWORD) -> None:
    desk.open()
    desk.at("sign-in-user").fill(desk.user)
    desk.at("sign-in-password").fill(password)
    desk.at("sign-in-go").click()


def _with_first_password(desk: Desk, album: Album, first: str) -> None:
    """As somebody does on their first day."""
    _to_second_step(desk, first)
    expect(desk.at("sign-in-new")).to_be_focused()
    desk.at("sign-in-new").fill("password1234")
    desk.at("sign-in-go").click()
    expect(desk.at("sign-in-error")).to_contain_text("很容易被猜到")
    album.look("new-password")
    desk.at("sign-in-new").fill(PASSWORD)
    desk.at("sign-in-go").click()


def test_a_key_is_taken_up_signs_in_and_is_not_believed_when_copied(
    desk: Desk, hub: RunningHub, capsys: pytest.CaptureFixture[str]
) -> None:
    named = ["--name", "测试员", "--department", "测试局", "--number", desk.user]
    assert main(["add-seat", *named, "--data-dir", str(hub.data_dir)]) == 0
    first = json.loads(capsys.readouterr().out)["first_password"]
    hub.set_role(desk.user, "supervisor")
    desk.expect_console("400")
    key, album = Key(desk), Album(desk.page, "small")
    _with_first_password(desk, album, first)
    expect(desk.at("sign-in-passkey")).to_have_text("不用手机，改用指纹、人脸或安全密钥")
    album.look("take-up-or-passkey")
    desk.at("sign-in-passkey").click()
    expect(desk.at("sign-in-codes").locator("li")).to_have_count(10)
    code = desk.at("sign-in-codes").locator("li").first.inner_text()
    desk.at("sign-in-codes-done").click()
    expect(desk.at("who")).to_contain_text(desk.user)
    desk.at("sign-out").click()

    _to_second_step(desk)
    expect(desk.at("sign-in-passkey")).to_have_text("用通行密钥登录")
    desk.at("sign-in-passkey").click()
    expect(desk.at("who")).to_contain_text(desk.user)
    desk.at("sign-out").click()

    key.wind_back()
    _to_second_step(desk)
    desk.at("sign-in-passkey").click()
    expect(desk.at("sign-in-error")).to_contain_text("这把通行密钥没有通过")
    album.look("passkey-refused")
    desk.at("sign-in-code").fill(code)
    desk.at("sign-in-go").click()
    expect(desk.at("who")).to_contain_text(desk.user)
    expect(desk.at("toast")).to_contain_text("有人用了复制的钥匙，没有放行、用了一个备用口令")
    album.look("told-of-changes")
    assert main(["reset-factor", "--number", desk.user, "--data-dir", str(hub.data_dir)]) == 0
    _to_second_step(desk)
    expect(desk.at("sign-in-take-up")).to_be_visible()


def test_an_official_adds_a_key_and_removes_it(desk: Desk) -> None:
    Key(desk)
    album = Album(desk.page, "small")
    _to_second_step(desk)
    desk.at("account-open").click()
    desk.at("passkeys-go").click()
    expect(desk.at("passkeys-error")).to_have_text("请先填现在的密码")
    desk.at("passkeys-password").fill("not the password")
    desk.at("passkeys-go").click()
    expect(desk.at("passkeys-error")).to_contain_text("工号或密码不对")
    desk.at("passkeys-password").fill(PASSWORD)
    desk.at("passkeys-name").fill("抽屉里的钥匙")
    album.look("account")
    desk.at("passkeys-go").click()
    expect(desk.at("passkeys-list")).to_contain_text("抽屉里的钥匙")
    expect(desk.at("passkeys-new").locator("li")).to_have_count(10)
    album.look("account-with-key")
    desk.page.keyboard.press("Escape")
    desk.at("sign-out").click()

    _to_second_step(desk)
    desk.at("sign-in-passkey").click()
    expect(desk.at("who")).to_contain_text(desk.user)
    desk.at("account-open").click()
    desk.at("passkeys-password").fill(PASSWORD)
    desk.page.get_by_role("button", name="删除 抽屉里的钥匙").click()
    expect(desk.at("passkeys-list").locator("li")).to_have_count(0)
    desk.page.keyboard.press("Escape")
    desk.at("sign-out").click()
    _to_second_step(desk)
    expect(desk.at("who")).to_contain_text(desk.user)
