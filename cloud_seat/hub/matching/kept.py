"""Core: a map and a sorted line that never change: each change gives a new one, which shares all but a few entries.

So a step may throw its work away by forgetting it, and costs about the same however many seats and calls there are.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, TypeVar, overload

_SHARDS = 256
_BUCKET = 128
K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")
_EMPTY: tuple[dict[Any, Any], ...] = ({},) * _SHARDS


class Shelf(Mapping[K, V]):
    """A map. Its order is nobody's to rely on: it differs between processes."""

    __slots__ = ("_shards", "_size")

    def __init__(self, entries: Mapping[K, V] | None = None) -> None:
        self._shards: tuple[dict[K, V], ...] = _EMPTY
        self._size = 0
        if entries:
            shards: list[dict[K, V]] = [{} for _ in range(_SHARDS)]
            for key, value in entries.items():
                shards[hash(key) % _SHARDS][key] = value
            self._shards, self._size = tuple(shards), len(entries)

    def put(self, key: K, value: V) -> "Shelf[K, V]":
        """With this entry, new or changed."""
        at = hash(key) % _SHARDS
        return self._with_shard(at, {**self._shards[at], key: value})

    def without(self, key: K) -> "Shelf[K, V]":
        """Without this entry, which is there."""
        at = hash(key) % _SHARDS
        shard = dict(self._shards[at])
        del shard[key]
        return self._with_shard(at, shard)

    def changed(self, before: "Shelf[K, V]") -> Iterator[K]:
        """Keys whose entries are not the same objects as before, or are gone. Looks only where work was done."""
        for now, then in zip(self._shards, before._shards, strict=True):
            if now is not then:
                yield from (key for key in {**then, **now} if now.get(key) is not then.get(key))

    def _with_shard(self, at: int, shard: dict[K, V]) -> "Shelf[K, V]":
        new = Shelf[K, V]()
        new._shards = (*self._shards[:at], shard, *self._shards[at + 1 :])
        new._size = self._size + len(shard) - len(self._shards[at])
        return new

    def __getitem__(self, key: K) -> V:
        return self._shards[hash(key) % _SHARDS][key]

    @overload
    def get(self, key: K) -> V | None: ...

    @overload
    def get(self, key: K, default: V | T) -> V | T: ...

    def get(self, key: K, default: Any = None) -> Any:
        """As of any map; `Mapping`'s own raises and catches."""
        return self._shards[hash(key) % _SHARDS].get(key, default)

    def __iter__(self) -> Iterator[K]:
        return chain.from_iterable(self._shards)

    def __len__(self) -> int:
        return self._size

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shelf) and self._shards == other._shards

    __hash__ = None  # type: ignore[assignment]  # as of a dict


class Line:
    """Different entries in their order."""

    __slots__ = ("_buckets",)

    def __init__(self, entries: Any = ()) -> None:
        ordered = tuple(sorted(entries))
        self._buckets = tuple(ordered[at : at + _BUCKET] for at in range(0, len(ordered), _BUCKET))

    def add(self, entry: Any) -> "Line":
        """With this entry, which is not there yet."""
        if not self._buckets:
            return self._replaced(0, 0, ((entry,),))
        at = self._bucket_of(entry)
        bucket = self._buckets[at]
        place = bisect_left(bucket, entry)
        bucket = (*bucket[:place], entry, *bucket[place:])
        half = len(bucket) // 2
        parts = (bucket,) if len(bucket) <= 2 * _BUCKET else (bucket[:half], bucket[half:])
        return self._replaced(at, at + 1, parts)

    def remove(self, entry: Any) -> "Line":
        """Without this entry, which is there."""
        at = self._bucket_of(entry)
        bucket = self._buckets[at]
        place = bisect_left(bucket, entry)
        assert bucket[place] == entry
        rest = (*bucket[:place], *bucket[place + 1 :])
        return self._replaced(at, at + 1, (rest,) if rest else ())

    def up_to(self, limit: Any) -> list[Any]:
        """All that do not come after `limit`."""
        found = list[Any]()
        for entry in self:
            if entry > limit:
                break
            found.append(entry)
        return found

    @property
    def first(self) -> Any:
        """The first one; None when there is none."""
        return self._buckets[0][0] if self._buckets else None

    def __iter__(self) -> Iterator[Any]:
        return chain.from_iterable(self._buckets)

    def __len__(self) -> int:
        return sum(map(len, self._buckets))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Line) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as of a list

    def _bucket_of(self, entry: Any) -> int:
        return max(0, bisect_right(self._buckets, entry, key=lambda bucket: bucket[0]) - 1)

    def _replaced(self, start: int, end: int, buckets: tuple[Any, ...]) -> "Line":
        new = Line()
        new._buckets = (*self._buckets[:start], *buckets, *self._buckets[end:])
        return new
