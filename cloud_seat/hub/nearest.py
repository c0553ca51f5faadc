"""Core: which other booth is nearest, by the national codes of their places: same village, same town, same district."""

from collections.abc import Collection, Mapping

LEVELS = (6, 9, 12)
"""Digits of a district, a town, a village; farther than the district nobody is sent."""


def nearest(kiosk_id: str, places: Mapping[str, str], among: Collection[str]) -> str:
    """One of `among`, the first by name of those as near; empty: none in the district, or nobody said where it is."""
    here = places.get(kiosk_id, "")
    found = sorted((-_shared(here, places.get(other, "")), other) for other in among if other != kiosk_id)
    return found[0][1] if found and found[0][0] < 0 else ""


def _shared(here: str, there: str) -> int:
    return sum(len(here) >= digits and here[:digits] == there[:digits] for digits in LEVELS)
