pragma ComponentBehavior: Bound

import QtQuick
import ".."

// done: tick, current: dot in a ring, deferred: clock, trouble: warning, todo: empty ring, or its number.
Rectangle {
    id: mark

    property string state_: "todo"
    property int number: 0
    readonly property string glyph: ({ done: "check", deferred: "clock", trouble: "warning" })[state_] ?? ""

    implicitWidth: Theme.em(44)
    implicitHeight: implicitWidth
    radius: width / 2
    color: state_ === "done" ? Theme.ok : state_ === "current" && number > 0 ? Theme.pri : "transparent"
    border.width: glyph !== "" ? 0 : Theme.edgeBold
    border.color: state_ === "current" ? Theme.pri : Theme.ink3

    LineIcon {
        anchors.centerIn: parent
        visible: mark.glyph !== ""
        name: mark.glyph
        colour: mark.state_ === "done" ? Theme.inkOnOk : Theme.accText
        size: mark.state_ === "done" ? Theme.em(28) : Theme.em(44)
    }
    Rectangle {
        anchors.centerIn: parent
        visible: mark.state_ === "current" && mark.number === 0
        width: Math.round(parent.width * 0.5)
        height: width
        radius: width / 2
        color: Theme.pri
    }
    Label {
        anchors.centerIn: parent
        visible: mark.number > 0 && mark.glyph === ""
        text: mark.number
        font.bold: true
        color: mark.state_ === "current" ? Theme.inkOnPri : Theme.ink2
    }
}
