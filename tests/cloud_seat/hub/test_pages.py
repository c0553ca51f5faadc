"""Shell: the public face: pages with a strict policy, the catalogue by version, refusals in words."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.cloud_seat.hub.running import RunningHub

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("path", ["/seat", "/healthz", "/no-such-page", "/api/v1/session", "/web/seat/main.js"])
def test_every_answer_is_safe(hub_server: RunningHub, path: str) -> None:
    headers = hub_server.ask("GET", path).headers
    assert headers["content-security-policy"] == CSP
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["permissions-policy"].startswith("camera=(self), microphone=(self)")
    assert "server" not in headers and "access-control-allow-origin" not in headers and headers["content-type"]
    if path.startswith("/api"):
        assert headers["content-disposition"].startswith("attachment")
        assert headers["cache-control"] == "no-store"


def test_the_seat_page_and_its_modules(hub_server: RunningHub) -> None:
    page = hub_server.ask("GET", "/seat")
    assert page.status == 200 and page.headers["content-type"].startswith("text/html")
    module = hub_server.ask("GET", "/web/seat/main.js")
    assert module.status == 200 and "javascript" in module.headers["content-type"]


@pytest.mark.parametrize(
    "path", ["/web/../hub/app.py", "/web/%2e%2e/hub/app.py", "/assets/icons/..%2f..%2fforms", "/web"]
)
def test_nothing_else_is_served(hub_server: RunningHub, path: str) -> None:
    assert hub_server.ask("GET", path).status in (404, 307)


def test_wrong_methods_and_paths_are_told_in_words(hub_server: RunningHub) -> None:
    missing, wrong = hub_server.ask("GET", "/api/v1/nothing"), hub_server.ask("PATCH", "/api/v1/session")
    assert (missing.status, missing.json()["code"]) == (404, "not_found")
    assert (wrong.status, wrong.json()["code"]) == (405, "method")
    assert missing.json()["text"]["zh"] and missing.json()["text"]["en"]


def _small_assets(folder: Path, names: dict[str, str]) -> Path:
    (folder / "catalogue").mkdir(parents=True, exist_ok=True)
    text = {"zh": "测试", "en": "Test"}
    items = [{"id": i, "name": {"zh": n}, "department": text, "summary": text, "x": 1} for i, n in names.items()]
    (folder / "catalogue" / "items.json").write_text(json.dumps(items))
    return folder


def test_the_catalogue_tells_only_what_changed(tmp_path: Path) -> None:
    assets = _small_assets(tmp_path / "assets", {"a": "甲", "b": "乙"})
    with RunningHub.start(tmp_path / "hub", assets_dir=assets) as hub:
        token = hub.enrol("PY-0001")["token"]

        def since(version: int) -> tuple[int, list[str], list[str]]:
            feed = hub.ask("GET", f"/api/v1/catalogue?since={version}", token=token).json()
            return feed["version"], [item["id"] for item in feed["items"]], feed["gone"]

        assert since(0) == (2, ["a", "b"], [])
        assert since(2) == (2, [], [])
        hub.stop()
        _small_assets(assets, {"b": "乙改", "c": "丙"})
        hub.start_again()
        assert since(2) == (5, ["b", "c"], ["a"])
        assert since(0) == (5, ["b", "c"], ["a"])
        assert since(99) == since(0)
        items = hub.ask("GET", "/api/v1/catalogue", token=token).json()["items"]
        assert items[0]["x"] == 1  # raw, as the district gave it
        assert hub.ask("GET", "/api/v1/catalogue?since=x", token=token).status == 400
        assert hub.ask("GET", "/api/v1/catalogue").status == 401


def test_forms_and_doors_for_kiosks_and_officials(hub_server: RunningHub) -> None:
    token = hub_server.enrol("PY-4001")["token"]
    cookie = hub_server.sign_in(hub_server.add_seat("4001"))
    forms = hub_server.ask("GET", "/api/v1/catalogue", token=token).json()["forms"]
    listed = next(form for form in forms if form["id"] == "longevity-allowance")
    body = hub_server.ask("GET", f"/api/v1/forms/longevity-allowance/{listed['version']}", cookie=cookie).body
    assert hashlib.sha256(body).hexdigest() == listed["sha256"]
    assert "welcome" in hub_server.ask("GET", "/api/v1/doors", token=token).json()
    assert hub_server.ask("GET", "/api/v1/forms/longevity-allowance/99", token=token).status == 404
    assert hub_server.ask("GET", "/api/v1/forms/longevity-allowance/1").status == 401
