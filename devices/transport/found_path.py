"""Shell: finds the one device file that an address means; its name may hold wildcards, as glob(7) has them."""

from pathlib import Path

from devices.errors import RemoteAbsentError, RemoteLostError


def find_path(pattern: str) -> str:
    """The path of the one device file that matches now, such as /dev/serial/by-id/usb-*-if00.

    A pattern that is itself the name of a file means that file. RemoteAbsentError (not_plugged_in) when nothing
    matches, RemoteLostError (ambiguous) when several do: the booth must not guess which one is meant.
    """
    named = Path(pattern)
    if named.exists():
        return pattern
    found = [path for path in Path(named.anchor).glob(str(named.relative_to(named.anchor))) if path.exists()]
    if not found:
        raise RemoteAbsentError("not_plugged_in")
    if len(found) > 1:
        raise RemoteLostError("ambiguous")
    return str(found[0])
