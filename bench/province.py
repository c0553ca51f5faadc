"""Shell: the same questions as `search`, of half a million items: as many as a whole province offers."""

from bench.search import measured
from bench.table import Table

PROVINCE, PROVINCE_QUICK = 500_000, 2_000


def measure(quick: bool) -> Table:
    """Making the catalogue takes minutes; what is measured is the asking."""
    return measured((PROVINCE_QUICK if quick else PROVINCE,), 1)
