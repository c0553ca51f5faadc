"""Shell: where Qt keeps the pages it has compiled: in the booth's folder, so that a start after a reboot is no slower.

A compiled page is a program, and Qt runs what it finds there. So the folder is the booth's own, nobody else may write
in it, and what somebody else could have put there is thrown away first.
"""

import logging
import os
import shutil
import stat
from pathlib import Path

log = logging.getLogger(__name__)
_MINE_ALONE = 0o700


def keep_compiled(folder: Path) -> None:
    """Before the first page is loaded. A folder that cannot be the booth's own is not used: pages are compiled anew."""
    try:
        _make_own(folder)
    except OSError as error:
        log.warning("compiled pages cannot be kept, so every start takes longer: %s", error)
        os.environ["QML_DISABLE_DISK_CACHE"] = "1"
        return
    os.environ["QML_DISK_CACHE_PATH"] = str(folder)


def _make_own(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not _is_own(folder)):
        log.warning("others could write in %s: it is made anew", folder)
        folder.unlink() if folder.is_symlink() else shutil.rmtree(folder)
    folder.mkdir(_MINE_ALONE, parents=True, exist_ok=True)
    if not _is_own(folder):
        raise PermissionError(f"{folder} is not this user's alone")


def _is_own(folder: Path) -> bool:
    seen = folder.lstat()
    others = stat.S_IMODE(seen.st_mode) & ~_MINE_ALONE
    return stat.S_ISDIR(seen.st_mode) and seen.st_uid == os.geteuid() and not others
