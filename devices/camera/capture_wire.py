"""Core: what a capture process is told, and what it says, each as one JSON packet.

Order → asks (one byte each) → for each ask one Shown, or a Failed that ends it. NotOffered may come before.
"""

import msgspec

PACKET_LIMIT_BYTES = 65_536
ASK = b"?"


class ControlSetting(msgspec.Struct, frozen=True, kw_only=True):
    """One V4L2 control by its number; of `values` the first that the camera accepts. `name`: of the option."""

    name: str
    control_id: int
    values: tuple[int, ...]


class CaptureOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What to film. `input_format`, `url` and `modes` are FFmpeg's; of the modes the first that opens is taken.

    `controls` are set before, `controls_later` once the picture has settled.
    """

    input_format: str
    url: str
    modes: tuple[dict[str, str], ...] = ({},)
    controls: tuple[ControlSetting, ...] = ()
    controls_later: tuple[ControlSetting, ...] = ()


class Shown(msgspec.Struct, frozen=True, kw_only=True, tag="shown"):
    """A picture lies in the shared memory: rows of `stride_bytes`, RGB."""

    width_px: int
    height_px: int
    stride_bytes: int


class NotOffered(msgspec.Struct, frozen=True, kw_only=True, tag="not_offered"):
    """The camera does not have these controls, or not with these values."""

    names: tuple[str, ...]


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag="failed"):
    """No more pictures. `code`: as in the errors of this room."""

    code: str


Word = Shown | NotOffered | Failed
