"""Shell: the fixed labels in another language. Chinese stands in the sources; English comes from assets/i18n."""

import logging
from pathlib import Path

import PySide6
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtQml import QQmlEngine

log = logging.getLogger(__name__)
CATALOGUE_DIR = Path(__file__).resolve().parents[2] / "assets" / "i18n"
SOURCE_LANGUAGE = "zh"
_COMPILE_TIMEOUT_S = 30


class TranslationError(Exception):
    """A catalogue cannot be compiled or loaded: the pages stay in Chinese. Carries the language."""


class Translation:
    """Switches the language of all qsTr texts at once. GUI thread."""

    def __init__(self, engine: QQmlEngine, cache: Path, catalogues: Path = CATALOGUE_DIR) -> None:
        """`cache`: folder for compiled catalogues, made when missing."""
        self._engine = engine
        self._cache = cache
        self._catalogues = catalogues
        self._language = SOURCE_LANGUAGE
        self._loaded: dict[str, QTranslator] = {}

    def switch(self, language: str) -> None:
        """Shows "zh" or any language that has a catalogue; TranslationError when it cannot be had."""
        if language == self._language:
            return
        fresh = self._load(language) if language != SOURCE_LANGUAGE else None
        if self._language in self._loaded:
            QCoreApplication.removeTranslator(self._loaded[self._language])
        if fresh is not None:
            QCoreApplication.installTranslator(fresh)
        self._language = language
        self._engine.retranslate()

    def _load(self, language: str) -> QTranslator:
        if language not in self._loaded:
            translator = QTranslator()
            if not translator.load(str(compiled(language, self._catalogues, self._cache))):
                raise TranslationError(language)
            self._loaded[language] = translator
        return self._loaded[language]


def compiled(language: str, catalogues: Path, cache: Path) -> Path:
    """The .qm file of a language, compiled again when its .ts is newer."""
    source = catalogues / f"kiosk_{language}.ts"
    target = cache / f"kiosk_{language}.qm"
    if not source.is_file():
        raise TranslationError(language)
    if not target.is_file() or target.stat().st_mtime < source.stat().st_mtime:
        cache.mkdir(parents=True, exist_ok=True)
        _compile(source, target, language)
    return target


def prepare(cache: Path, catalogues: Path = CATALOGUE_DIR) -> None:
    """Compiles what is not compiled yet, so that the first press of a language does not wait for it. Any thread."""
    for source in sorted(catalogues.glob("kiosk_*.ts")):
        language = source.stem.removeprefix("kiosk_")
        try:
            compiled(language, catalogues, cache)
        except TranslationError:
            log.warning("the labels in %s cannot be compiled; they stay in Chinese", language)


def _compile(source: Path, target: Path, language: str) -> None:
    import subprocess  # only ever after an update

    tool = Path(PySide6.__file__).parent / "lrelease"
    command = [str(tool), "-silent", str(source), "-qm", str(target)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_COMPILE_TIMEOUT_S)
    except (OSError, subprocess.SubprocessError) as error:
        raise TranslationError(language) from error
