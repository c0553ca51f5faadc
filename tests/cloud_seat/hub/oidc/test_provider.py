"""Shell: the provider's own document and keys: fetched when needed, believed only as far as they go."""

from pathlib import Path

import msgspec
import pytest

from cloud_seat.hub.config import LocalSettingError
from cloud_seat.hub.oidc.about import About
from cloud_seat.hub.oidc.provider import FRESH_S, KEYS_AGAIN_S, Provider, RemoteProviderError, read_about
from cloud_seat.hub.oidc.tokens import RemoteTokenError
from tests.cloud_seat.hub.oidc.provider import RunningProvider


def test_a_new_key_is_fetched_and_a_strange_one_not_again_and_again() -> None:
    now = [1000.0]
    with RunningProvider() as running:
        provider = Provider(msgspec.json.decode(running.file(), type=About), lambda: now[0])
        assert provider.signed_out(running.logout_token(sid="s")) == ("", "s")
        now[0] += KEYS_AGAIN_S + 1
        running.rotate()
        assert provider.signed_out(running.logout_token(sid="s")) == ("", "s")
        assert running.asked_for_keys == 2
        running.rotate()
        for _ in range(5):
            with pytest.raises(RemoteTokenError):
                provider.signed_out(running.logout_token(sid="s"))
        assert running.asked_for_keys == 2
        now[0] += FRESH_S + 1
        assert provider.signed_out(running.logout_token(sid="s")) == ("", "s")


def test_a_document_of_another_issuer_is_refused() -> None:
    with RunningProvider() as running:
        about = About(issuer=running.issuer + "/", client_id="xiaowu-hub")
        with pytest.raises(RemoteProviderError):
            Provider(about).told()


@pytest.mark.parametrize(
    "file",
    [
        "{",
        "{}",
        '{"issuer": "https://id.example", "client_id": ""}',
        '{"issuer": "http://id.example", "client_id": "hub"}',
    ],
)
def test_a_wrong_file_is_said_at_the_start(file: str, tmp_path: Path) -> None:
    (tmp_path / "provider.json").write_text(file)
    with pytest.raises(LocalSettingError):
        read_about(tmp_path / "provider.json")
