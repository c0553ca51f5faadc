pragma ComponentBehavior: Bound

import QtQuick
import Xiaowu.Kiosk
import ".."

// A box for one written character, with the cross that school exercise books have.
Rectangle {
    id: box

    property string hint
    readonly property alias ink: ink
    signal began
    signal ended

    radius: Theme.radius
    color: Theme.contrast ? Theme.keyCap : Theme.card
    border.width: Theme.edge
    border.color: Theme.lineStrong

    Rectangle {
        anchors { horizontalCenter: parent.horizontalCenter; top: parent.top; bottom: parent.bottom; margins: Theme.px(16) }
        anchors.bottomMargin: ink.empty ? hint.height + Theme.px(24) : Theme.px(16)
        width: Theme.edge
        color: Theme.contrast ? "#5A5A5A" : Theme.line
    }
    Rectangle {
        anchors.centerIn: parent
        width: parent.width - Theme.px(32)
        height: Theme.edge
        color: Theme.contrast ? "#5A5A5A" : Theme.line
    }
    Label {
        id: hint
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.px(16) }
        visible: ink.empty
        text: box.hint
        color: Theme.ink3
        horizontalAlignment: Text.AlignHCenter
        maximumLineCount: 2
    }
    InkView {
        // Python may keep the view for longer than its page: not what was written on it.
        Component.onDestruction: clear()
        id: ink
        anchors.fill: parent
        penWidth: Theme.px(12)
        penColor: Theme.ink
        onStrokeBegan: box.began()
        onStrokeEnded: box.ended()
    }
}
