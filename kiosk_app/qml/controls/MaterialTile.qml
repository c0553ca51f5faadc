pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import ".."

// One paper to hand in and how far it is.
T.AbstractButton {
    id: tile

    required property var modelData
    readonly property string state_: modelData.state
    readonly property bool current: state_ === "current"
    signal activated

    objectName: "material-" + modelData.id
    implicitHeight: Math.max(Theme.target, row.implicitHeight + Theme.px(14))
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: modelData.name + "，" + modelData.sub
    onClicked: tile.activated()

    background: Rectangle {
        radius: Theme.radiusBig
        color: tile.down || tile.current ? Theme.priSoft : Theme.card
        border.width: tile.current ? Theme.edgeBold : Theme.edge
        border.color: tile.current ? Theme.pri : Theme.line
    }
    contentItem: Item {
        RowLayout {
            id: row
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
            anchors { leftMargin: Theme.px(24); rightMargin: Theme.px(24) }
            spacing: Theme.px(20)
            StateMark { state_: tile.state_ }
            ColumnLayout {
                spacing: 0
                Layout.fillWidth: true
                Label {
                    text: tile.modelData.name
                    font.pixelSize: Theme.lead
                    font.bold: true
                    maximumLineCount: 2
                    tight: true
                    Layout.fillWidth: true
                }
                Label {
                    visible: text !== ""
                    text: tile.modelData.sub
                    color: Theme.ink2
                    maximumLineCount: 2
                    tight: true
                    Layout.fillWidth: true
                }
            }
        }
    }
}
