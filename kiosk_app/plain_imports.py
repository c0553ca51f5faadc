"""Shell: imported first: from here on, importing a module costs what it costs in any Python program.

PySide (6.11.3) reads the source of every imported module, to see whether it says "PySide6", and keeps all the lines:
23 MB and a quarter of the start. It serves `from __feature__ import …`, which nothing here uses.
"""

import builtins

import shiboken6  # what puts PySide's own import in place, once

builtins.__import__ = vars(builtins)["__orig_import__"]

__all__ = ["shiboken6"]
