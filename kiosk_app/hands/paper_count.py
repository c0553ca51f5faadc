"""Shell: how many slips came out since the keeper changed the paper. Survives a restart."""

from pathlib import Path


class PaperCount:
    """One number in one file. Any thread may call."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.slips = int(path.read_text()) if path.is_file() and path.read_text().isdecimal() else 0

    def add(self) -> None:
        """One more came out."""
        self._keep(self.slips + 1)

    def reset(self) -> None:
        """A new roll."""
        self._keep(0)

    def _keep(self, slips: int) -> None:
        self.slips = slips
        new = self._path.with_suffix(".new")
        new.write_text(str(slips))
        new.replace(self._path)
