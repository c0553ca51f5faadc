"""Shell: a number of the booth's own that survives a restart: slips and sheets since paper was loaded, the loudness."""

from pathlib import Path


class KeptNumber:
    """One number in one file. Any thread may call."""

    def __init__(self, path: Path, usual: int = 0) -> None:
        self._path = path
        self.value = int(path.read_text()) if path.is_file() and path.read_text().isdecimal() else usual

    def add(self, more: int = 1) -> None:
        """So many more."""
        self.keep(self.value + more)

    def keep(self, value: int) -> None:
        """Counts from here."""
        self.value = value
        new = self._path.with_suffix(".new")
        new.write_text(str(value))
        new.replace(self._path)
