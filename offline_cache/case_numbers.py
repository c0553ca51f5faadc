"""Core: the two names of a case: its id from the first touch, and the number on the provisional slip."""

import re
import uuid

NUMBER_DISTRICT = "PY"  # Panyu; the mark T says: provisional (暂存)


def case_id_at(unix_ms: int, random_bits: int) -> str:
    """A UUIDv7 (RFC 9562 §5.7): 48 bits of time, 74 random bits. So ids sort by time, and whoever reads one
    reads when the visit began: no more than the files' own times say. `random_bits`: at least 74 bits, fresh."""
    high = (unix_ms & (1 << 48) - 1) << 80 | 0x7 << 76 | (random_bits >> 62 & 0xFFF) << 64
    low = 0b10 << 62 | random_bits & (1 << 62) - 1
    return str(uuid.UUID(int=high | low))


def provisional_number(kiosk_id: str, sequence: int) -> str:
    """For example PY-017-T-000231 for kiosk "xw-017"; a kiosk id without digits stands whole, in capitals."""
    digits = re.findall(r"\d+", kiosk_id)
    return f"{NUMBER_DISTRICT}-{digits[-1] if digits else kiosk_id.upper()}-T-{sequence:06d}"
