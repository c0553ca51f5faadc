pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// Below the magnified page, for who does not drag: four ways to move it, and the two ways back to smaller letters.
Rectangle {
    id: tools

    required property Flickable flick
    signal moved(int across, int down)
    signal smaller
    signal plain

    implicitHeight: grid.implicitHeight + 2 * Theme.gap
    color: Theme.bar

    Rectangle {
        width: parent.width
        height: Theme.edgeBold
        color: Theme.pri
    }
    component Arrow: QuietButton {
        leftPadding: 0
        rightPadding: 0
        textSize: Theme.body * Theme.magnified
        Layout.fillWidth: true
        Layout.preferredWidth: 1
    }
    component Way: QuietButton {
        textSize: Theme.body * Theme.magnified
        leftPadding: Theme.px(20)
        rightPadding: Theme.px(20)
        lines: 1
        Layout.fillWidth: true
        Layout.preferredWidth: 2
        Layout.columnSpan: Theme.portrait ? 2 : 1
    }
    GridLayout {
        id: grid
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        anchors { leftMargin: Theme.margin; rightMargin: Theme.margin }
        columns: Theme.portrait ? 4 : 6
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap
        Arrow {
            objectName: "lookUp"
            glyph: "up"
            describedAs: qsTr("看上面")
            enabled: !tools.flick.atYBeginning
            onActivated: tools.moved(0, -1)
        }
        Arrow {
            objectName: "lookDown"
            glyph: "down"
            describedAs: qsTr("看下面")
            enabled: !tools.flick.atYEnd
            onActivated: tools.moved(0, 1)
        }
        Arrow {
            objectName: "lookLeft"
            glyph: "back"
            describedAs: qsTr("看左边")
            enabled: !tools.flick.atXBeginning
            onActivated: tools.moved(-1, 0)
        }
        Arrow {
            objectName: "lookRight"
            glyph: "next"
            describedAs: qsTr("看右边")
            enabled: !tools.flick.atXEnd
            onActivated: tools.moved(1, 0)
        }
        Way {
            objectName: "zoomOut"
            visible: !Theme.contrast // there is no step between
            text: qsTr("缩小一点")
            onActivated: tools.smaller()
        }
        Way {
            objectName: "zoomOff"
            text: qsTr("普通字")
            onActivated: tools.plain()
        }
    }
}
