"""Shell: a control in words, as a screen reader would say it: name, kind, state, what is written, what is wrong."""

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQuick import QQuickItem

ROLES = {
    QAccessible.Role.Button: ("按钮", "button"),
    QAccessible.Role.CheckBox: ("勾选框", "check box"),
    QAccessible.Role.RadioButton: ("单选", "choice"),
    QAccessible.Role.EditableText: ("输入框", "text field"),
    QAccessible.Role.ListItem: ("列表项", "list item"),
    QAccessible.Role.Canvas: ("签名框", "signature pad"),
}
MARK = ("：", ": ")


def describe(item: QQuickItem, *, english: bool) -> str:
    """Empty for what has no words. Personal: fields are told with what stands in them."""
    spoken: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(item)  # the stub forgets None
    if spoken is None:
        return ""
    role = ROLES.get(spoken.role(), ("", ""))
    words = [spoken.text(QAccessible.Text.Name), role[english], *_states(spoken, english)]
    written = item.property("text") if spoken.role() is QAccessible.Role.EditableText else ""
    if spoken.role() is QAccessible.Role.EditableText:
        words.append(str(written) or ("还没填", "empty")[english])
    words.append(trouble(item, english=english).removeprefix(f"{words[0]}{MARK[english]}"))
    return (", " if english else "，").join(word.replace("\n", "") for word in words if word)


def trouble(item: QQuickItem, *, english: bool) -> str:
    """What is wrong with the field that the control belongs to: which one, and what to do. Empty: nothing."""
    around: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(item)
    while around is not None and around.role() is not QAccessible.Role.Application:
        wrong = around.text(QAccessible.Text.Description)
        if wrong:
            return f"{around.text(QAccessible.Text.Name)}{MARK[english]}{wrong}"
        around = around.parent()
    return ""


def _states(spoken: QAccessibleInterface, english: bool) -> list[str]:
    state, found = spoken.state(), []
    if spoken.role() in (QAccessible.Role.CheckBox, QAccessible.Role.RadioButton):
        found.append((("已选", "checked") if state.checked else ("没选", "not checked"))[english])
    if state.selected:
        found.append(("已选中", "selected")[english])
    if state.disabled:
        found.append(("现在不能按", "unavailable")[english])
    return found
