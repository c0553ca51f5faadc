"""Core: what a keeper may do at a booth, as it is written down at the hub."""

import msgspec

ACTS = (
    "entered", "wrong_pin", "wrong_card", "locked", "link_test", "self_test", "aimed", "paper_changed", "sheets_loaded",
    "louder", "quieter", "restarted", "left",
)  # fmt: skip


class KeeperActed(msgspec.Struct, frozen=True, kw_only=True):
    """`act`: one of ACTS. `act_id` is drawn by the booth: told twice it stands there once."""

    act: str
    act_id: str
    at: str
