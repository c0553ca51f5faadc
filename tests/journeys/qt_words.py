"""Shell: Qt's own complaints as log records, so that an unexpected one fails the test."""

import logging

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger("qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def hear_qt() -> None:
    """From here on Qt speaks to the log."""
    qInstallMessageHandler(_hear)


def _hear(kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
    log.log(_LEVELS[kind], "%s", words)
