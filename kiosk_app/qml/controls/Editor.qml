pragma ComponentBehavior: Bound

import QtQuick
import ".."

// One line of text that the drawn keyboard writes into. `value` is what counts; `text` may show it in groups (138 0013 8000).
TextInput {
    id: editor

    property string keyLayout: "zh"
    property string label
    property string value
    property var groups: []
    property string separator: " "
    // A sum: groups of three from the point to the left, at most two digits after it.
    property bool sum: false
    readonly property bool spaced: groups.length > 0 || sum
    property string allowed
    property int limit: 1000
    // Something did not fit.
    property bool overfull: false
    signal edited(string value)

    function put(piece: string): void {
        if (selectedText !== "")
            remove(selectionStart, selectionEnd)
        insert(cursorPosition, piece)
        settle()
    }
    function wipe(): void {
        text = ""
        settle()
    }
    // Returns what is gone.
    function rub(): string {
        let gone = selectedText
        if (gone !== "") {
            remove(selectionStart, selectionEnd)
        } else if (cursorPosition > 0) {
            let from = cursorPosition - 1
            while (from > 0 && spaced && text.charAt(from) === separator)
                from--
            if (from > 0 && (text.charCodeAt(from) & 0xFC00) === 0xDC00)
                from--
            gone = text.slice(from, cursorPosition)
            remove(from, cursorPosition)
        }
        settle()
        return spaced ? gone.split(separator).join("") : gone
    }
    // Takes a value from outside unless it is the same already.
    function adopt(fresh: string): void {
        const clean = pure(fresh)
        if (clean === value && grouped(clean) === text)
            return
        value = clean
        text = grouped(clean)
        if (!activeFocus)
            ensureVisible(0)
    }
    function welcome(raw: string): string {
        return allowed === "" ? raw.replace(/[\r\n\t]/g, " ") : raw.toUpperCase().split("").filter(c => allowed.includes(c)).join("")
    }
    function pure(raw: string): string {
        const inside = welcome(raw)
        if (sum)
            return inside.replace(/^\./, "0.").match(/^\d{0,10}(\.\d{0,2})?/)[0]
        return inside.length <= limit ? inside : [...inside].slice(0, limit).join("")
    }
    function grouped(raw: string): string {
        if (sum)
            return raw.replace(/^\d+/, whole => whole.replace(/\B(?=(\d{3})+$)/g, separator))
        if (groups.length === 0)
            return raw
        const pieces = []
        let at = 0
        for (let i = 0; at < raw.length; i++) {
            const size = groups[Math.min(i, groups.length - 1)]
            pieces.push(raw.slice(at, at + size))
            at += size
        }
        return pieces.join(separator)
    }
    function settle(): void {
        const before = pure(text.slice(0, cursorPosition)).length
        const inside = welcome(text), raw = pure(inside)
        const shown = grouped(raw)
        overfull = inside !== raw || (overfull && raw === value)  // shortening the text comes here once more
        if (shown !== text) {
            text = shown
            let at = 0
            for (let left = before; left > 0 && at < shown.length; at++) {
                if (!spaced || shown.charAt(at) !== separator)
                    left--
            }
            cursorPosition = at
        }
        if (raw !== value) {
            value = raw
            edited(raw)
        }
    }

    font.family: Theme.family
    font.pixelSize: Theme.em(36)
    color: Theme.ink
    selectionColor: Theme.pri
    selectedTextColor: Theme.inkOnPri
    verticalAlignment: TextInput.AlignVCenter
    clip: true
    activeFocusOnTab: true
    inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
    cursorDelegate: Rectangle {
        visible: editor.cursorVisible
        width: Theme.edgeBold
        color: Theme.pri
    }
    Accessible.role: Accessible.EditableText
    Accessible.name: label
    onTextEdited: settle()
    onActiveFocusChanged: overfull = false
}
