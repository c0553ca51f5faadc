"""Wiring: `./xiaowu package`: a version's tree becomes a Debian package and a tar."""

import argparse
import sys
from pathlib import Path

from installer.debian.build import LocalPackageError, build_package, build_tar
from installer.slots.manifest import BrokenTreeError, ManifestError

EXAMPLE = """example:
  ./xiaowu release build out/0.2.0 --site .venv/lib/python3.11/site-packages
  ./xiaowu package out/0.2.0 out                    out/xiaowu-booth_0.2.0_amd64.deb and out/xiaowu-booth-0.2.0.tar"""


def main(arguments: list[str] | None = None) -> int:
    """Exit code 1: refused, with a line that says why."""
    parser = argparse.ArgumentParser(
        "xiaowu package",
        description="Makes the package that a booth is installed from.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("tree", type=Path, help="of one version, as `release build` made it")
    parser.add_argument("out", type=Path, help="folder for both files")
    parser.add_argument("--compression", default="xz", choices=("xz", "zstd", "gzip", "none"), help="of the package")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    try:
        made = (
            build_tar(options.tree, options.out),
            build_package(options.tree, options.out, compression=options.compression),
        )
    except (BrokenTreeError, ManifestError, LocalPackageError, OSError) as error:
        print(f"没有做成 / not made: {error}", file=sys.stderr)
        return 1
    print(*made, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
