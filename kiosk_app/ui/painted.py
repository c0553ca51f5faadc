"""Shell: what our painted items of QML have in common: they go when their page goes."""

import ctypes
import functools
import weakref

from PySide6.QtQuick import QQuickPaintedItem


class PaintedView(QQuickPaintedItem):
    """PySide (6.11.3) keeps one reference for ever to every item that QML makes: it is given back when the item goes.

    `tests/kiosk_app/qml/test_nothing_grows.py` counts. With a PySide that keeps none, nothing is alive to give back.
    """

    def componentComplete(self) -> None:  # noqa: N802 - Qt's name; only for what QML made
        """From here on the item waits for its end."""
        super().componentComplete()
        self.destroyed.connect(functools.partial(_give_back, weakref.ref(self)))


def _give_back(item: "weakref.ref[PaintedView]") -> None:
    left = item()
    if left is not None:
        ctypes.pythonapi.Py_DecRef(ctypes.py_object(left))
