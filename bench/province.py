"""Shell: the same questions as `search`, of half a million items: as many as a whole province offers."""

from bench.search import ASKED, PROVINCE, measured
from bench.table import Table

PROVINCE_QUICK = 500


def measure(quick: bool) -> Table:
    """Making the catalogue takes minutes; what is measured is the asking."""
    return measured((PROVINCE_QUICK if quick else PROVINCE,), ASKED[::8] if quick else ASKED)
