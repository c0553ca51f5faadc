"""Core: the resident's papers while they are here: pictures, signature, application. One place, one `forget`."""

from dataclasses import dataclass, field


@dataclass(slots=True, repr=False)
class Folder:
    """In memory only; the sealed copies are the cache's. Pictures are JPEG, the application is PDF, previews PNG."""

    pages: dict[str, bytes] = field(default_factory=dict)
    application: bytes = b""
    signature: bytes = b""

    def forget(self) -> None:
        """Drop everything."""
        self.pages.clear()
        self.application = b""
        self.signature = b""
