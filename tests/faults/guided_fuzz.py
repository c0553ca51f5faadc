"""Shell: `python -m tests.faults.guided_fuzz TARGET [libFuzzer options] CORPUS`: one parser under atheris."""

import sys

import atheris  # type: ignore[import-untyped]  # it ships no types

from devices.errors import RemoteDeviceError

with atheris.instrument_imports(include=["devices"], enable_loader_override=False):
    from tests.faults.device_parsers import TARGETS


def main() -> None:
    """Runs until the bound is reached (exit code 0) or a parser raises anything else (77)."""
    target = next(target for target in TARGETS if target.name == sys.argv[1])

    def one(data: bytes) -> None:
        try:
            target.build()(data)
        except RemoteDeviceError:
            return

    atheris.Setup([sys.argv[0], *sys.argv[2:]], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
