"""Core: what a request takes and answers, said beside its handler: `@described(takes=…, answers=…, refuses=…)`.

The hub does not start with a request that says nothing; `openapi.py` makes the document of all of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

BYTES = "application/octet-stream"
_NAME = "xiaowu_described"
_Handler = TypeVar("_Handler", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Described:
    """`takes`: type of the JSON body, or a media type. `answers`: type of the JSON, or media types; None: nothing, 204.

    `asks`: query by name; `headers`: that the handler reads; `refuses`: statuses beyond those that every request has
    (400, 408, 413, 415 with a body, 400 with a query, 401 and 403 by who may send it, 404 with a name in its path)."""

    takes: Any = None
    answers: Any = None
    status: int = 0
    asks: Mapping[str, Any] = field(default_factory=dict[str, Any])
    headers: tuple[str, ...] = ()
    refuses: tuple[int, ...] = ()

    @property
    def done(self) -> int:
        """The status of a request that was answered as asked."""
        return self.status or (204 if self.answers is None else 200)


class LocalNotDescribedError(Exception):
    """A request was added without saying what it takes and answers: put `@described(…)` above its handler."""


def described(**what: Any) -> Callable[[_Handler], _Handler]:
    """Says it of a handler; its docstring is the summary."""
    told = Described(**what)

    def mark(handler: _Handler) -> _Handler:
        setattr(handler, _NAME, told)
        return handler

    return mark


def description_of(handler: Callable[..., Any], request: str) -> Described:
    """What was said. Raises LocalNotDescribedError."""
    told = getattr(handler, _NAME, None)
    if not isinstance(told, Described) or not handler.__doc__:
        raise LocalNotDescribedError(request)
    return told
