"""Core: the items of a district and the packages that are made of them, as they go out."""

from collections.abc import Mapping, Sequence

import msgspec

from cloud_seat.contract.items import Item
from cloud_seat.contract.packages import PackageError, bundle_item
from cloud_seat.hub.catalogue_feed import Body


def with_bundles(known: Mapping[str, Body], packages: Sequence[Item]) -> list[Body]:
    """A package that lacks a part is not offered: an operator took the part away before the package came."""
    parts = {part for package in packages for part in package.parts}
    items = {part: msgspec.convert(known[part], Item) for part in parts if part in known}
    bodies = dict(known)
    for package in packages:
        try:
            bodies[package.id] = msgspec.to_builtins(bundle_item(package, items))
        except PackageError:
            bodies.pop(package.id, None)
    return list(bodies.values())
