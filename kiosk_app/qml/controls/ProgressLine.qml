pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Something is on its way (a piece wanders) or has arrived (full).
Rectangle {
    id: track

    property bool done: false

    implicitHeight: Theme.px(16)
    radius: height / 2
    color: Theme.contrast ? "#3A3A3A" : Theme.line
    clip: true

    Rectangle {
        id: piece
        height: parent.height
        width: track.done ? parent.width : parent.width * 0.4
        radius: height / 2
        color: track.done ? Theme.ok : Theme.pri
        SequentialAnimation on x {
            running: !track.done && track.visible && !Theme.reducedMotion
            loops: Animation.Infinite
            NumberAnimation { from: 0; to: track.width * 0.6; duration: 1400; easing.type: Easing.InOutQuad }
            NumberAnimation { from: track.width * 0.6; to: 0; duration: 1400; easing.type: Easing.InOutQuad }
        }
        Binding on x {
            when: track.done
            value: 0
        }
    }
}
