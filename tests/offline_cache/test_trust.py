"""Shell: the kiosk seals only to keys that the pinned root signed, also with no network."""

import pytest

from offline_cache import NoTrustError, RemoteAnswerError
from tests.offline_cache.intake_peer import HubKeyPair, IntakePeer
from tests.offline_cache.kiosk_end import Kiosk


def test_keys_are_there_after_a_restart_with_no_network(kiosk: Kiosk) -> None:
    kiosk.cache.trust.store_key_list(kiosk.peer.key_list())
    kiosk.reopen()
    assert [key.id for key in kiosk.cache.trust.load_hub_keys()] == ["hub-1", "hub-2"]


def test_no_list_yet(kiosk: Kiosk) -> None:
    with pytest.raises(NoTrustError):
        kiosk.cache.trust.load_hub_keys()


def test_a_list_by_another_root_changes_nothing(kiosk: Kiosk) -> None:
    kiosk.cache.trust.store_key_list(kiosk.peer.key_list())
    for body, error in ((IntakePeer().key_list(), NoTrustError), (b"<html>", RemoteAnswerError)):
        with pytest.raises(error):
            kiosk.cache.trust.store_key_list(body)
    assert kiosk.cache.trust.load_hub_keys()[0].public == kiosk.peer.pairs[0].public


def test_an_older_list_does_not_bring_an_old_key_back(kiosk: Kiosk) -> None:
    older = kiosk.peer.key_list()
    kiosk.peer.issued_at, kiosk.peer.pairs = "2026-02-01T00:00:00+00:00", (HubKeyPair("hub-3"),)
    kiosk.cache.trust.store_key_list(kiosk.peer.key_list())
    with pytest.raises(NoTrustError, match="older"):
        kiosk.cache.trust.store_key_list(older)
    assert [key.id for key in kiosk.cache.trust.load_hub_keys()] == ["hub-3"]


def test_a_new_root_forgets_the_old_list(kiosk: Kiosk) -> None:
    kiosk.cache.trust.store_key_list(kiosk.peer.key_list())
    kiosk.cache.trust.pin_root_key(IntakePeer().root_key)
    with pytest.raises(NoTrustError):
        kiosk.cache.trust.load_hub_keys()
