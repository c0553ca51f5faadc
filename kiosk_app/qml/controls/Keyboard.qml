pragma ComponentBehavior: Bound

import QtQuick
import ".."

// The drawn keyboard: candidates above, letters or a digit pad below, always the same height.
Rectangle {
    id: board

    required property var keyboard
    required property var intents
    // The Editor or LongEditor that has the focus; null closes the keyboard.
    property var editor: null
    required property var frame
    required property var voice
    property Item writingItem: null
    readonly property var writing: writingItem
    readonly property string layout: editor ? editor.keyLayout : ""
    // An old residence number of a foreigner begins with three letters: one press away from the pad.
    readonly property bool spelling: layout === "card" && keyboard.language === "en"
    readonly property bool padOnly: isPad(layout) && !spelling
    readonly property string way: padOnly ? "123" : keyboard.language
    readonly property bool pad: way === "123" || way === "code"
    property bool expanded: false
    readonly property bool choosing: expanded && bar.busy
    readonly property bool last: !visible || nextEditor() === null
    readonly property bool english: frame.language === "en"
    signal hideWanted

    readonly property real gap: Theme.gap
    readonly property real keyHeight: Theme.key
    readonly property real board_: width - 2 * Theme.px(Theme.portrait ? 24 : 56)

    implicitHeight: bar.height + 4 * keyHeight + 3 * gap + Theme.px(16 + 24 + 8)
    color: Theme.keys

    // The field below or to the right of the one being written; buttons between them are passed over.
    function nextEditor(): var {
        const met = new Set()  // a field that is just being hidden or shut has left the chain and never comes round
        let next = editor
        do {
            met.add(next)
            next = next ? next.nextItemInFocusChain(true) : null
        } while (next && !met.has(next) && (!next.hasOwnProperty("keyLayout") || next.readOnly))
        if (!next || met.has(next))
            return null
        const here = editor.mapToItem(null, 0, 0), there = next.mapToItem(null, 0, 0)
        return there.y > here.y + 1 || (Math.abs(there.y - here.y) <= 1 && there.x > here.x) ? next : null
    }
    function goNext(): void {
        const next = nextEditor()  // the page may have changed since the key was drawn
        next ? next.forceActiveFocus() : hideWanted()
    }
    function isPad(layout: string): bool { return ["digits", "id", "card", "amount"].includes(layout) }

    function rootOf(item: Item): Item {
        let top = item
        while (top && top.parent)
            top = top.parent
        return top
    }
    // Letters that were still gathering stay where they were spelled. Done a moment after the focus has gone, when a
    // field that went away with its page has left the glass.
    function changeEditor(): void {
        if (writingItem === editor)
            return
        const letters = keyboard.letters(), left = writing
        keyboard.clear()
        if (letters !== "" && left && rootOf(writingItem) === rootOf(board))
            left.put(letters)
        writingItem = editor
        if (!editor)
            return
        if (isPad(editor.keyLayout))
            keyboard.switchTo("123")
        else
            editor.keyLayout === "en" || english ? keyboard.switchTo("en") : keyboard.switchToChinese()
    }

    onEditorChanged: Qt.callLater(changeEditor)

    Connections {
        target: board.keyboard
        function onCommitted(text: string): void { if (board.writing) board.writing.put(text) }
        function onErased(): void { board.tell(board.writing ? board.writing.rub() : "", "", true) }
        function onEchoed(piece: string, way: string, gone: bool): void { board.tell(piece, way, gone) }
        function onPressed(): void { board.intents.touched() }
        function onNextAsked(): void { board.strike("next") }
        function onHideAsked(): void { board.hideWanted() }
        function onLanguageChanged(): void { board.expanded = false }
    }

    // For the handset, and so that a voice makes room.
    function tell(piece: string, way: string, gone: bool): void {
        if (voice.hearsKeys)
            intents.tellKey(piece, way, gone)
    }
    Binding { target: board.keyboard; property: "slow"; value: Theme.elder }
    Binding { target: Theme; property: "repeatAfterMs"; value: board.keyboard.repeatAfterMs }
    Binding { target: Theme; property: "repeatEveryMs"; value: board.keyboard.repeatEveryMs }
    Binding { target: Theme; property: "againAfterMs"; value: board.keyboard.againAfterMs }

    function strike(key: string): void {
        if (key === "backspace") keyboard.backspace()
        else if (key === "again") { keyboard.clear(); tell("", "", true) }
        else if (key === "clear") { keyboard.clear(); if (editor) editor.wipe(); tell("", "", true) }
        else if (key === "space") keyboard.typeKey(" ")
        else if (key === "next") goNext()
        else if (key === "mode-zh") keyboard.switchToChinese()
        else if (key.startsWith("mode-")) keyboard.switchTo(key.slice(5))
        else keyboard.typeKey(key)
    }

    Rectangle {
        width: parent.width
        height: Theme.edge
        color: Theme.contrast ? Theme.line : "#D8D3C6"
    }
    MouseArea { anchors.fill: parent }

    CandidateBar {
        id: bar
        keyboard: board.keyboard
        label: board.way === "code" ? qsTr("打编码，如 20BB7") : board.editor ? board.editor.label : ""
        ways: (!board.pad || board.way === "code") && !board.spelling
        trouble: !board.editor || !board.editor.overfull ? ""
            : (board.padOnly ? qsTr("最多 %1 位，请核对") : qsTr("最多写 %1 个字，写不下了")).arg(board.editor.limit)
        expanded: board.choosing
        anchors { left: parent.left; right: parent.right; top: parent.top; topMargin: Theme.px(8) }
        anchors { leftMargin: Theme.px(Theme.portrait ? 24 : 56); rightMargin: anchors.leftMargin }
        onHideWanted: board.hideWanted()
        onExpandWanted: board.expanded = !board.expanded
        onBusyChanged: if (!busy) board.expanded = false // the next word begins with keys again, whoever writes it
    }
    CandidateGrid {
        anchors { left: bar.left; right: bar.right; top: bar.bottom; topMargin: Theme.gap }
        height: 4 * board.keyHeight + 3 * board.gap
        visible: board.choosing
        keyboard: board.keyboard
        large: bar.large
        onChosen: index => { board.expanded = false; board.keyboard.choose(index) }
    }
    Loader {
        visible: !board.choosing
        anchors { top: bar.bottom; topMargin: Theme.gap; horizontalCenter: parent.horizontalCenter }
        width: board.pad ? Math.min(board.board_, Theme.px(board.padOnly ? 1100 : 1500)) : Math.min(board.board_, Theme.px(["nine", "stroke"].includes(board.way) ? 1100 : 1660))
        sourceComponent: ({ "123": digits, code: digits, nine: nine, hand: hand, stroke: strokes })[board.way] ?? letters
    }
    Component {
        id: letters
        LetterKeys {
            chinese: board.way === "zh" || board.way === "rare"
            rare: board.way === "rare"
            bothLanguages: board.keyboard.offered.length > 0 && !board.spelling
            last: board.last
            gap: board.gap
            onStruck: key => board.strike(key)
        }
    }
    Component {
        id: digits
        DigitKeys {
            layout: board.padOnly ? board.layout : board.way === "code" ? "code" : "full"
            last: board.last
            gap: board.gap
            modeKey: board.keyboard.offered.length > 0 && !board.english ? "mode-zh" : "mode-en"
            onStruck: key => board.strike(key)
        }
    }
    Component {
        id: strokes
        StrokeKeys {
            last: board.last
            gap: board.gap
            onStruck: key => board.strike(key)
        }
    }
    Component {
        id: nine
        NineKeys {
            keyboard: board.keyboard
            last: board.last
            gap: board.gap
            onStruck: key => board.strike(key)
        }
    }
    Component {
        id: hand
        HandKeys {
            keyboard: board.keyboard
            last: board.last
            gap: board.gap
            onStruck: key => board.strike(key)
        }
    }
}
