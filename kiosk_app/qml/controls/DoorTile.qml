pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import ".."

// One door into the services: a sign, a name, a word of what is behind it.
T.AbstractButton {
    id: tile

    required property var door
    property int order: 0
    readonly property bool resting: guard.resting
    signal activated
    readonly property var grounds: [Theme.priSoft, Theme.accSoft, Theme.okSoft, Theme.contrast ? "#101030" : "#ECE8F6"]

    text: door.title
    implicitHeight: column.implicitHeight + Theme.px(Theme.elder ? 48 : 64)
    implicitWidth: Theme.px(200)
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: door.subtitle ? door.title + "，" + door.subtitle : door.title
    onClicked: if (guard.admits()) tile.activated()

    PressGuard { id: guard; button: tile }

    background: Rectangle {
        radius: Theme.radiusBig
        color: tile.down ? Theme.priSoft : Theme.card
        border.width: Theme.elder ? Theme.edgeBold : Theme.edge
        border.color: tile.down ? Theme.pri : Theme.line
    }
    contentItem: Item {
        GridLayout {
            id: column
            anchors { left: parent.left; right: parent.right }
            y: Theme.elder || Theme.portrait ? Math.round((parent.height - height) / 2) : Theme.px(32)
            anchors { leftMargin: Theme.px(Theme.elder ? 32 : 28); rightMargin: Theme.px(Theme.elder ? 32 : 14) }
            columns: Theme.portrait ? 2 : 1
            columnSpacing: Theme.px(24)
            rowSpacing: Theme.px(18)
            Rectangle {
                visible: !Theme.elder && tile.door.badge !== ""
                implicitWidth: Theme.px(72)
                implicitHeight: implicitWidth
                radius: Theme.px(20)
                color: tile.grounds[tile.order % 4]
                border.width: Theme.contrast ? Theme.edge : 0
                border.color: Theme.line
                Label {
                    anchors.centerIn: parent
                    text: tile.door.badge
                    font.pixelSize: Theme.px(38)
                }
            }
            ColumnLayout {
                spacing: 0
                Label {
                    text: tile.door.title
                    // Latin words are long and must not break inside.
                    readonly property bool latin: /^[ -~]+$/.test(text)
                    font.pixelSize: Theme.elder ? Theme.em(latin && text.length > 20 ? 36 : 44) : latin ? Theme.body : Theme.em(34)
                    font.bold: true
                    maximumLineCount: 3
                    tight: true
                    horizontalAlignment: Theme.elder ? Text.AlignHCenter : Text.AlignLeft
                    Layout.fillWidth: true
                }
                Label {
                    visible: !Theme.elder && text !== ""
                    text: tile.door.subtitle
                    color: Theme.ink2
                    maximumLineCount: 2
                    tight: true
                    Layout.fillWidth: true
                }
            }
        }
    }
}
