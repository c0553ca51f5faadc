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
HUB_ROOTS = ("cloud_seat", "assets", "LICENSE", "CHANGELOG.md")
"""Of a hub's version; it is published in a folder of its own, with keys of its own."""
_LEFT_OUT = re.compile(
    r"kiosk_app/demo/.*|devices/(emulate|emulated_port)\.py|devices/(.*/)?emulator\.py|devices/scenarios/.*"
    r"|assets/samples/.*|assets/.*\.py|.*\.md|.*\.ts"
)
_NEEDED = frozenset({"CHANGELOG.md"})
_QT_MODULES = (
    "Concurrent|Designer|Help|OpenGLWidgets|PrintSupport|QuickControls2|QuickTest|QuickWidgets|Sql|SvgWidgets|Test|UiTools"
    "|Widgets|Xml"
)
_QT_LIBRARIES = (
    r"Designer\w*|Help|Labs\w*|Lottie\w*|OpenGLWidgets|PrintSupport|Qml(Compiler|LocalStorage|Network|XmlListModel)|QuickControls2\w*"
    r"|Quick(Dialogs2\w*|Effects|Particles|ShapesDesignHelpers|Test|Timeline\w*|VectorImage\w*|Widgets)|Sql|SvgWidgets|Test|UiTools"
    r"|Wayland(Compositor|EglCompositorHwIntegration)|Widgets"
)
_PACKAGES_LEFT_OUT = re.compile(
    r"(.*/)?(__pycache__|tests?|test_data|objects-RelWithDebInfo)/.*|.*\.(pyi|pyc|qmltypes|a|o)|\.\./.*"
    r"|.*\.dist-info/(RECORD|INSTALLER|REQUESTED|direct_url\.json)|pip/.*"
    r"|(pydantic|pydantic_core|cffi|pycparser|pypdfium2_cli|markdown_it|mdurl|google-stubs|pypinyin|tzdata)/.*|numpy/(distutils|f2py)/.*"
    r"|pygments/(formatters|lexers|styles)/(?!__init__|_mapping).*"
    r"|zstandard/_cffi\..*|opencc/clib/(bin|include|lib64)/.*|livekit/rtc/resources/jupyter-html/.*"
    r"|PySide6/(translations|typesystems|include|doc|scripts|metatypes|glue|Qt/(translations|metatypes|libexec))/.*"
    r"|PySide6/(assistant|designer|linguist|lrelease|lupdate|qml\w+|balsam\w*|svgtoqml|qsb)"
    r"|PySide6/Qt/qml/(Assets|Qt|QtNetwork|QtTest|QtWayland)/.*"
    r"|PySide6/Qt/qml/QtQuick/(Controls|Dialogs|Effects|LocalStorage|Particles|Pdf|Scene2D|Scene3D|Timeline|VectorImage|VirtualKeyboard"
    r"|tooling)/.*"
    r"|PySide6/Qt/plugins/(designer|printsupport|qmllint|qmltooling|sqldrivers|vectorimageformats|wayland-graphics-integration-server)/.*"
    rf"|PySide6/Qt({_QT_MODULES})\.abi3\.so|PySide6/Qt/lib/libQt6({_QT_LIBRARIES})\.so.*"
)
"""A booth starts without all this, offscreen and under X11. ICU's data and the codecs are linked: they stay. So do the
parts of command lines that packages load with themselves. The zones of the clock are Debian's. Qt's own keyboard (GPL)
must not be shipped."""
NEVER = re.compile(
    rb"v4l2_?[s]him|shim_[c]ameras|LD_[P]RELOAD|v[p]cd|v[p]icc|vs[m]artcard|BEGIN [A-Z ]*PRIVATE KEY"
    rb"|/(root|home/\w+|tmp/bash_jobs)/"
)
"""Test gear, secrets, places of one machine: in nothing of ours. (Brackets: this file does not find itself.)"""


def is_shipped(path: str, roots: tuple[str, ...] = ROOTS) -> bool:
    """Of the repository."""
    inside = any(path == root or path.startswith(f"{root}/") for root in roots)
    return inside and (path in _NEEDED or _LEFT_OUT.fullmatch(path) is None)


def is_needed(path: str) -> bool:
    """Of an installed package, as its RECORD names it."""
    return _PACKAGES_LEFT_OUT.fullmatch(path) is None


def changes_of(changelog: str, version: str) -> str:
    """What CHANGELOG.md says about a version; empty: nothing."""
    found = re.search(rf"^## \[{re.escape(version)}\][^\n]*\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""
