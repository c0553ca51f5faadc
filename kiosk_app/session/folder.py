"""Core: the resident's papers while they are here: pictures, signature, application. One place, one `forget`."""

from dataclasses import dataclass, field

from cloud_seat.contract.changes import Change


@dataclass(slots=True, repr=False)
class Folder:
    """In memory only; the sealed copies are the cache's. Pictures are JPEG, the papers to sign PDF.

    `pages`: by "material/number"; numbers count through the whole visit, so that no picture takes another's place.
    `signed_papers`: every paper that the signature stands on, by the name of its part in the case.
    """

    pages: dict[str, bytes] = field(default_factory=dict)
    made: int = 0
    signed_papers: dict[str, bytes] = field(default_factory=dict)
    signature: bytes = b""
    changes: tuple[Change, ...] = ()

    def next_page(self) -> int:
        """The number of a picture that is about to be kept."""
        self.made += 1
        return self.made

    @property
    def is_empty(self) -> bool:
        """Nothing of anybody is in it."""
        return not (self.pages or self.signed_papers or self.signature or self.changes)

    def forget(self) -> None:
        """Drop everything."""
        self.pages.clear()
        self.made = 0
        self.signed_papers = {}
        self.signature = b""
        self.changes = ()


def sheet_picture(name: str, page: int, *, bare: bool = False) -> str:
    """What one page of a paper to sign is called on the glass; `bare`: with its numbers in the open."""
    return f"{name}-{page}{'-bare' if bare else ''}"


def page_key(material_id: str, page: int) -> str:
    """What one picture is called in the folder, on the glass and, after "material/", in the case."""
    return f"{material_id}/{page}"
