"""Shell: the regions that ID numbers may begin with: read once from `regions.txt`, which says where they are from."""

from pathlib import Path


def _read() -> frozenset[str]:
    lines = Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if not line.startswith("#")]
    return frozenset(first + last for first, *rest in rows for last in rest)


REGIONS = _read()
"""Six digits each; 市辖区 and 县, which end in 00 behind the city, are among them, provinces are not."""
