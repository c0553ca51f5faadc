"""Core: what kiosk and update process say to each other, a line of JSON each."""

import msgspec


class BoothNow(msgspec.Struct, frozen=True, kw_only=True):
    """Kiosk → update, at each change."""

    is_idle: bool = False
    is_settled: bool = False
    in_call: bool = False


class UpdateNow(msgspec.Struct, frozen=True, kw_only=True):
    """Update → kiosk, after each round. `is_switched`: end the program, another version starts."""

    version: str = ""
    phase: str = "RESTING"
    refused: str = ""
    is_switched: bool = False
