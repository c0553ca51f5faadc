"""Core: what of the repository, and of its packages, a booth gets; and what must never get there."""

import re

ROOTS = (
    *("kiosk_app", "devices", "offline_cache", "cloud_seat/__init__.py", "cloud_seat/contract", "cloud_seat/link"),
    *(
        "cloud_seat/call",
        "assets",
        "installer/__init__.py",
        "installer/slots",
        "installer/supervisor",
        "LICENSE",
        "CHANGELOG.md",
    ),
)
_LEFT_OUT = re.compile(
    r"kiosk_app/demo/.*|devices/(emulate|emulated_port)\.py|devices/(.*/)?emulator\.py|devices/scenarios/.*"
    r"|assets/samples/.*|.*\.md|.*\.ts"
)
_NEEDED = frozenset({"CHANGELOG.md"})
_PACKAGES_LEFT_OUT = re.compile(
    r"(.*/)?(__pycache__|tests?)/.*|.*\.(pyi|pyc|qmltypes)|\.\./.*|.*\.dist-info/(RECORD|INSTALLER|REQUESTED|direct_url\.json)"
    r"|PySide6/(translations|typesystems|include|doc|scripts|metatypes|glue|Qt/(translations|metatypes|libexec))/.*"
    r"|PySide6/(assistant|designer|linguist|lrelease|lupdate|qml\w+|balsam\w*|svgtoqml|qsb)"
    r"|PySide6/Qt/qml/(QtTest|Assets|Qt/labs/StyleKit)/.*"
    r"|PySide6/Qt/qml/QtQuick/(Controls/(Material|Imagine|Universal|FluentWinUI3|Fusion|iOS|macOS|Windows)|Dialogs|Particles"
    r"|VectorImage)/.*"
    r"|PySide6/(Qt(Designer|Help|Test|Sql|PrintSupport|UiTools|Concurrent|Xml)\.abi3\.so)"
    r"|PySide6/Qt/lib/lib(Qt6(Designer\w*|Help|Test|Sql|PrintSupport|QuickTest|QuickControls2(Material|Imagine|Universal|"
    r"FluentWinUI3|Fusion)\w*|QuickDialogs2\w*|QuickParticles|QuickVectorImage\w*|QmlCompiler|WaylandCompositor|LabsStyleKit\w*))"
    r"\.so.*"
)
"""A booth starts without all this, offscreen and under X11. ICU's data and the codecs are linked: they stay."""
NEVER = re.compile(
    rb"v4l2_?[s]him|shim_[c]ameras|LD_[P]RELOAD|v[p]cd|v[p]icc|vs[m]artcard|BEGIN [A-Z ]*PRIVATE KEY"
    rb"|/(root|home/\w+|tmp/bash_jobs)/"
)
"""Test gear, secrets, places of one machine: in nothing of ours. (Brackets: this file does not find itself.)"""


def is_shipped(path: str) -> bool:
    """Of the repository."""
    inside = any(path == root or path.startswith(f"{root}/") for root in ROOTS)
    return inside and (path in _NEEDED or _LEFT_OUT.fullmatch(path) is None)


def is_needed(path: str) -> bool:
    """Of an installed package, as its RECORD names it."""
    return _PACKAGES_LEFT_OUT.fullmatch(path) is None


def changes_of(changelog: str, version: str) -> str:
    """What CHANGELOG.md says about a version; empty: nothing."""
    found = re.search(rf"^## \[{re.escape(version)}\][^\n]*\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""
