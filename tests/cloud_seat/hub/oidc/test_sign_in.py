"""Shell: signing in by the district's own provider: real redirects, real signatures, and all that is not an answer."""

import http.client
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.cloud_seat.hub.oidc.provider import RunningProvider
from tests.cloud_seat.hub.running import RunningHub


@pytest.fixture(scope="module")
def provider() -> Iterator[RunningProvider]:
    with RunningProvider() as running:
        yield running


@pytest.fixture(scope="module")
def hub(provider: RunningProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "provider.json").write_text(provider.file())
    options = ("--oidc-file", str(folder / "provider.json"))
    with RunningHub.start(folder / "hub", "sign_in_failures_address=1000", options=options) as running:
        yield running


@pytest.fixture(autouse=True)
def honest(provider: RunningProvider) -> None:
    """Before each test."""
    provider.person = {"sub": "p-1"}
    provider.changes.clear()


@dataclass
class Browser:
    """Follows redirects and keeps cookies, as far as this needs one."""

    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, url: str) -> http.client.HTTPResponse:
        """One step."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=20)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        connection.request("GET", f"{parts.path}?{parts.query}", headers=sent)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer

    def to_provider(self, hub: RunningHub) -> str:
        """Where the hub sends us."""
        answer = self.get(f"{hub.url}/api/v1/sign-in/elsewhere")
        assert answer.status == 303
        return answer.headers["Location"]

    def back(self, hub: RunningHub) -> str:
        """Where the provider sends us after the sign-in there."""
        return self.get(self.to_provider(hub)).headers["Location"]

    def sign_in(self, hub: RunningHub) -> str:
        """The whole way; with what word we come back to the desk."""
        return self.ended(self.back(hub))

    def ended(self, back: str) -> str:
        """The same of the last step."""
        last = self.get(back)
        assert last.status == 303 and last.headers["Location"].startswith("/seat?")
        return parse_qs(urlsplit(last.headers["Location"]).query)["sign-in"][0]

    @property
    def cookie(self) -> str:
        return f"xiaowu_session={self.cookies.get('xiaowu_session', '')}"


def _session(hub: RunningHub, browser: Browser) -> Any:
    answer = hub.ask("GET", "/api/v1/session", cookie=browser.cookie)
    return answer.json() if answer.status == 200 else answer.status


def test_who_is_known_comes_in_with_the_hubs_own_roles(hub: RunningHub, provider: RunningProvider) -> None:
    assert hub.ask("GET", "/api/v1/sign-in").json() == {"elsewhere": "统一身份认证"}
    provider.person = {"sub": "p-2", "employee": hub.add_seat("6501"), "roles": ["operator"], "groups": ["auditor"]}
    browser = Browser()
    asked = parse_qs(urlsplit(browser.to_provider(hub)).query)
    assert (asked["response_type"], asked["code_challenge_method"], asked["scope"]) == (["code"], ["S256"], ["openid"])
    assert browser.sign_in(hub) == "done"
    told = _session(hub, browser)
    assert (told["number"], told["roles"], told["elsewhere"]) == ("6501", ["seat"], True)


def test_who_has_no_account_here_stays_out(hub: RunningHub, provider: RunningProvider) -> None:
    for claims in ({"sub": "p-3", "employee": "nobody"}, {"sub": "p-3"}, {"sub": "p-3", "employee": ["6501"]}):
        provider.person, browser = claims, Browser()
        assert browser.sign_in(hub) == "unknown_person"
        assert _session(hub, browser) == 401


def test_an_answer_to_somebody_elses_question_opens_nothing(hub: RunningHub, provider: RunningProvider) -> None:
    """A link with another's code and state, sent to an official, would sign them in as that other."""
    provider.person = {"sub": "p-4", "employee": hub.add_seat("6502")}
    theirs, victim = Browser(), Browser()
    back = theirs.back(hub)
    assert victim.ended(back) == "elsewhere_failed"
    victim.to_provider(hub)
    assert victim.ended(back) == "elsewhere_failed"
    assert _session(hub, victim) == 401
    assert theirs.ended(back) == "done"
    assert theirs.ended(back) == "elsewhere_failed", "an answer counts once"


def test_an_answer_of_another_provider_is_refused_before_its_code_is_used(
    hub: RunningHub, provider: RunningProvider
) -> None:
    browser = Browser()
    back = browser.back(hub)
    mixed = back.replace("realms%2Fdistrict", "realms%2Fother")
    assert mixed != back and browser.ended(mixed) == "elsewhere_failed"
    assert provider.codes, "never brought to the token endpoint"
    provider.codes.clear()


def test_a_token_for_another_question_opens_nothing(hub: RunningHub, provider: RunningProvider) -> None:
    provider.person, browser = {"sub": "p-4", "employee": hub.add_seat("6503")}, Browser()
    provider.changes["nonce"] = "of another browser"
    assert browser.sign_in(hub) == "elsewhere_failed"
    assert _session(hub, browser) == 401


def test_an_account_that_needs_a_second_factor_is_asked_for_it_there(
    hub: RunningHub, provider: RunningProvider
) -> None:
    user = hub.add_seat("6505")
    hub.set_role(user, "operator")
    provider.person, browser = {"sub": "p-6", "employee": user}, Browser()
    assert browser.sign_in(hub) == "elsewhere_factor"
    provider.person["amr"] = ["pwd", "otp", "mfa"]
    assert browser.sign_in(hub) == "done"
    assert _session(hub, browser)["roles"] == ["operator", "seat"]
    assert hub.ask("GET", "/openapi.json", cookie=browser.cookie).status == 200


def test_who_set_out_from_the_board_comes_back_to_it(hub: RunningHub, provider: RunningProvider) -> None:
    """And nobody is sent anywhere else."""
    provider.person = {"sub": "p-8", "employee": hub.add_seat("6508")}
    for told, page in (("board", "/board"), ("//evil.example", "/seat"), ("seat", "/seat")):
        browser = Browser()
        there = browser.get(f"{hub.url}/api/v1/sign-in/elsewhere?to={told}").headers["Location"]
        back = browser.get(browser.get(there).headers["Location"]).headers["Location"]
        assert back == f"{page}?sign-in=done"


def test_leaving_goes_by_the_providers_way_out_and_comes_back(hub: RunningHub, provider: RunningProvider) -> None:
    out = Browser().get(f"{hub.url}/api/v1/sign-in/leave").headers["Location"]
    assert out.startswith(f"{provider.issuer}/out?")
    assert Browser().get(out).headers["Location"] == f"{hub.url}/seat"


def _told_over(hub: RunningHub, token: str) -> int:
    body, headers = f"logout_token={token}".encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    return hub.ask("POST", "/api/v1/sign-in/over", body=body, headers=headers).status


def test_what_the_provider_ends_is_over_here(hub: RunningHub, provider: RunningProvider) -> None:
    user, browsers = hub.add_seat("6506"), [Browser(), Browser()]
    for sid, browser in zip("ab", browsers, strict=True):
        provider.person = {"sub": "p-7", "employee": user, "sid": sid}
        assert browser.sign_in(hub) == "done"
    for wrong in ("", "x.y.z", provider.logout_token(sid="a", nonce="n"), provider.signed({"sub": "p-7", "jti": "1"})):
        assert _told_over(hub, wrong) == 400
    assert _told_over(hub, provider.logout_token(sid="a")) == 200
    assert [_session(hub, one) == 401 for one in browsers] == [True, False]
    assert _told_over(hub, provider.logout_token(sub="p-7")) == 200
    assert _session(hub, browsers[1]) == 401


def test_a_provider_that_is_silent_is_told_in_a_sentence(tmp_path: Path) -> None:
    with RunningProvider() as gone:
        (tmp_path / "provider.json").write_text(gone.file())
    with RunningHub.start(tmp_path / "hub", options=("--oidc-file", str(tmp_path / "provider.json"))) as hub:
        where = Browser().get(f"{hub.url}/api/v1/sign-in/elsewhere").headers["Location"]
        assert where == "/seat?sign-in=elsewhere_silent"


def test_without_a_provider_there_is_no_such_way(hub_server: RunningHub) -> None:
    assert hub_server.ask("GET", "/api/v1/sign-in").json() == {"elsewhere": ""}
    for path in ("elsewhere", "back", "leave"):
        assert hub_server.ask("GET", f"/api/v1/sign-in/{path}").status == 404
