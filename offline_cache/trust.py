"""Shell: whom this kiosk seals to: the pinned root key, and the newest hub key list that it signed."""

from offline_cache.errors import LocalUseError, NoTrustError
from offline_cache.intake_papers import HUB_SUITE, HubKey, KeyList, read_key_list
from offline_cache.settings import read_setting, write_setting
from offline_cache.store import Store

ROOT_KEY_BYTES = 32
_ROOT_KEY, _KEY_LIST = "root key", "key list"


class Trust:
    """The root key is pinned at enrolment; key lists come with every sync and count only when it signed them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.suite = HUB_SUITE
        """Whose keys cases are sealed to, and whose signature a receipt must have."""

    def pin_root_key(self, root_key: bytes) -> None:
        """Pins an Ed25519 public key (32 bytes). Another than before is a new enrolment: the old list is forgotten."""
        if len(root_key) != ROOT_KEY_BYTES:
            raise LocalUseError("root-key-length")
        with self._store.transaction():
            if read_setting(self._store, _ROOT_KEY) != root_key:
                write_setting(self._store, _ROOT_KEY, root_key)
                write_setting(self._store, _KEY_LIST, None)

    def store_key_list(self, body: bytes) -> KeyList:
        """Checks and keeps the hub's answer. Raises NoTrustError (unsigned, or older than ours), RemoteAnswerError."""
        with self._store.transaction():
            fresh, kept = read_key_list(body, self._root_key()), self._kept()
            if kept is not None and fresh.issued_at < kept.issued_at:
                raise NoTrustError("key-list-older")
            write_setting(self._store, _KEY_LIST, body)
        return fresh

    def load_hub_keys(self) -> tuple[HubKey, ...]:
        """The keys to pass to `submit`: current and next. Raises NoTrustError when none were ever received."""
        keys = tuple(key for key in self._list().keys if key.suite == self.suite)
        if not keys:
            raise NoTrustError("no-keys-of-suite")
        return keys

    def receipt_key(self) -> bytes:
        """That receipts are checked with: Ed25519 (32 bytes) or a point of SM2. Raises NoTrustError."""
        key = self._list().receipt_keys[self.suite]
        if not key:
            raise NoTrustError("no-keys-of-suite")
        return key

    def _list(self) -> KeyList:
        kept = self._kept()
        if kept is None:
            raise NoTrustError("no-key-list")
        return kept

    def _kept(self) -> KeyList | None:
        body = read_setting(self._store, _KEY_LIST)
        return read_key_list(body, self._root_key()) if body is not None else None

    def _root_key(self) -> bytes:
        root_key = read_setting(self._store, _ROOT_KEY)
        if root_key is None:
            raise NoTrustError("no-root-key")
        return root_key
