"""Shell: repeatable measurements. Prints tables, never judges by time. One file a bench: `measure(quick) -> Table`."""

NAMES = (
    "start",
    "memory",
    "glass",
    "search",
    "finding",
    "province",
    "feed",
    "fling",
    "rules",
    "submit",
    "intake",
    "page",
    "qr",
    "card",
    "call",
    "again",
    "echo",
    "background",
    "matching",
    "service",
)
