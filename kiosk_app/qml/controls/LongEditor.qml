pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Several lines of text that the drawn keyboard writes into.
TextEdit {
    id: editor

    property string keyLayout: "zh"
    property string label
    property string value
    property int limit: 1000
    // Something did not fit.
    property bool overfull: false
    signal edited(string value)
    // A text of several lines would write the tab down: to the next control instead.
    signal tabbed(int step)
    Keys.onTabPressed: tabbed(1)
    Keys.onBacktabPressed: tabbed(-1)

    function put(piece: string): void {
        insert(cursorPosition, piece)
    }
    function wipe(): void {
        text = ""
    }
    // Returns what is gone.
    function rub(): string {
        if (cursorPosition === 0)
            return ""
        let from = cursorPosition - 1
        if (from > 0 && (text.charCodeAt(from) & 0xFC00) === 0xDC00)
            from--
        const gone = text.slice(from, cursorPosition)
        remove(from, cursorPosition)
        return gone
    }
    function adopt(fresh: string): void {
        if (fresh === value && fresh === text)
            return
        value = fresh
        text = fresh
    }
    onTextChanged: {
        if (text.length > limit && [...text].length > limit) {
            const at = cursorPosition
            overfull = true
            text = [...text].slice(0, limit).join("")
            cursorPosition = Math.min(at, text.length)
        } else if (text !== value) {
            overfull = overfull && text.length >= value.length && value !== ""
            value = text
            edited(text)
        }
    }

    font.family: Theme.family
    font.pixelSize: Theme.em(32)
    color: Theme.ink
    selectionColor: Theme.pri
    selectedTextColor: Theme.inkOnPri
    wrapMode: TextEdit.Wrap
    textFormat: TextEdit.PlainText
    activeFocusOnTab: true
    inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText
    cursorDelegate: Rectangle {
        visible: editor.cursorVisible
        width: Theme.edgeBold
        color: Theme.pri
    }
    onActiveFocusChanged: overfull = false
    Accessible.role: Accessible.EditableText
    Accessible.name: label
}
