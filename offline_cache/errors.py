"""Core: every error that leaves this room. A subclass exists only where a caller acts differently."""


class CacheError(Exception):
    """Root of the room's errors. `code` is a short stable word for logs and for choosing a translated text."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class KeyLostError(CacheError):
    """The device key is not the one this store was made with. The data is whole: restore the key, never delete."""


class StoreCorruptError(CacheError):
    """The key is right but the file is no database, or fails its check: keep it for a clerk, start a fresh folder."""


class StorageFullError(CacheError):
    """No room left on the disk: nothing was changed; stop taking scans and say so."""


class ScansStoppedError(StorageFullError):
    """Too little room for a new scan; all else still goes. Say so, and let the paper follow later."""


class StorageBusyError(CacheError):
    """Another program holds the folder, or the single writer did not come free in time: try again."""


class StorageBrokenError(CacheError):
    """The disk refused a read or write. The handle was dropped; the next call opens and checks the store anew."""


class CacheClosedError(CacheError):
    """The cache was closed: the program is ending."""


class UnknownCaseError(CacheError):
    """No such case or part here."""


class SealedAwayError(CacheError):
    """The case was submitted or destroyed: this kiosk can no longer read or change it."""


class SealBrokenError(CacheError):
    """Sealed bytes do not open: damaged, cut, re-ordered, of another part, or sealed by another key."""


class PartLostError(CacheError):
    """The file of a sealed part is missing or damaged on disk."""


class NoTrustError(CacheError):
    """There is no pinned root key, or no hub key list signed by it: `submit` has nobody to seal to."""


class RemoteAnswerError(CacheError):
    """The hub's answer is malformed, oversize or not signed as it must be. Keep the case and try again later."""


class LocalUseError(CacheError):
    """Our own caller broke a rule of this room (an illegal part name, a naive time, an illegal step)."""
