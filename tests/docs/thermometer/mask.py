"""Core: what a trace shows of a thermometer: its question and its answer, and counts of anything else."""

import re

from devices.trace import Part, Way

_SHOWN = re.compile(rb"T\?\r\n|T=[+-]\d{2}\.\d\r\n")


class ThermometerMask:
    def parts(self, way: Way, data: bytes) -> list[Part]:
        if not data:
            return []
        return [data] if _SHOWN.fullmatch(data) else [len(data)]
