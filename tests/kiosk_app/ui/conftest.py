"""Shell: Qt without widgets for the views' tests."""

import pytest
from PySide6.QtGui import QGuiApplication


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    """No widgets here."""
    return QGuiApplication
