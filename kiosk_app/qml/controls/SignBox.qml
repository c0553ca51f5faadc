pragma ComponentBehavior: Bound

import QtQuick
import Xiaowu.Kiosk
import ".."

// The frame and the ink in it.
SignPad {
    id: box

    readonly property bool empty: ink.empty
    function strokes(): string { return ink.strokes() }
    function clear() { ink.clear() }

    showHint: ink.empty

    InkView {
        // Python may keep the view for longer than its page: not what was written on it.
        Component.onDestruction: clear()
        id: ink
        objectName: "ink"
        anchors { fill: parent; margins: Theme.px(6) }
        penWidth: Theme.px(6)
        penColor: Theme.ink
        activeFocusOnTab: true
        Accessible.role: Accessible.Canvas
        Accessible.name: qsTr("签名框，按确认键画十字")
        Accessible.focusable: true
        Accessible.onPressAction: ink.mark()
    }
}
