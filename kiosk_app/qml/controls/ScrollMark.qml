pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Tells that there is more below: a fading edge and a thin bar. Takes no touches.
Item {
    id: mark

    required property Flickable flick
    property color ground: Theme.paper
    // Inside a list that clips, the bar stands in the strip that the rows leave free.
    property bool inside: false
    // One row alone would lie under its own fade.
    property bool fades: true
    readonly property bool more: flick.contentHeight > flick.height + 1
    readonly property bool below: more && flick.contentY + flick.height < flick.originY + flick.contentHeight - 2

    anchors.fill: flick
    visible: more
    Accessible.ignored: true

    Rectangle {
        objectName: "fade"
        visible: mark.below && mark.fades
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Math.min(Theme.px(56), parent.height / 4)
        gradient: Gradient {
            GradientStop { position: 0; color: Qt.rgba(mark.ground.r, mark.ground.g, mark.ground.b, 0) }
            GradientStop { position: 1; color: mark.ground }
        }
    }
    Rectangle {
        anchors { right: parent.right; rightMargin: mark.inside ? 0 : -Theme.px(12) }
        width: Theme.px(8)
        radius: width / 2
        color: Theme.contrast ? Theme.ink : Theme.lineStrong
        y: mark.height * Math.max(0, mark.flick.contentY - mark.flick.originY) / Math.max(1, mark.flick.contentHeight)
        height: mark.height * Math.min(1, mark.height / Math.max(1, mark.flick.contentHeight))
    }
}
