"""Shell: what is typed behind `./xiaowu devices`: mistakes become answers, values have their limits."""

import argparse
import math
import sys
from typing import NoReturn

from devices.tool.trouble import LocalToolError


class Parser(argparse.ArgumentParser):
    """What is typed wrong is an answer too: LocalToolError."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        raise LocalToolError("usage", detail=message)


def seconds(text: str) -> float:
    """Above 0 and finite; ValueError otherwise."""
    number = float(text)
    if not math.isfinite(number) or number <= 0:
        raise ValueError("must be above 0")
    return number


def pair(text: str) -> tuple[str, str]:
    """NAME=VALUE; ValueError otherwise."""
    name, sign, value = text.partition("=")
    if not name or not sign:
        raise ValueError("must be NAME=VALUE")
    return name, value
