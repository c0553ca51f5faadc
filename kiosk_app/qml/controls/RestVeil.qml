pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Nobody is near: the glass is dim and says how to begin. Takes no touch, so that a blind sensor locks nobody out.
Item {
    id: veil

    required property string text

    opacity: text !== "" ? 1 : 0
    visible: opacity > 0
    Behavior on opacity { NumberAnimation { duration: Theme.calm } }

    Rectangle {
        anchors.fill: parent
        color: Theme.veil
    }
    Rectangle {
        anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.px(96) }
        width: Math.min(hint.implicitWidth + Theme.px(96), parent.width - 2 * Theme.margin)
        height: hint.implicitHeight + Theme.px(40)
        radius: height / 2
        color: Theme.paper
        border.width: Theme.edgeBold
        border.color: Theme.pri
        Label {
            id: hint
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(32) }
            text: veil.text
            font.pixelSize: Theme.lead
            font.bold: true
            horizontalAlignment: Text.AlignHCenter
            maximumLineCount: 2
        }
    }
}
