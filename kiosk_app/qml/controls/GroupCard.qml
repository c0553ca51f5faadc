pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// One row of a group: its name, the first answers, its state, and two buttons.
Rectangle {
    id: card

    required property var modelData
    readonly property bool narrow: Theme.elder || width < Theme.px(900)
    signal opened(string row)
    signal dropped(string row)

    objectName: "row-" + modelData.value
    implicitHeight: grid.implicitHeight + 2 * Theme.px(20)
    radius: Theme.radius
    color: modelData.marked ? Theme.accSoft : Theme.card
    border.width: Theme.edgeBold
    border.color: modelData.marked ? Theme.acc : modelData.done ? Theme.ok : Theme.lineStrong

    GridLayout {
        id: grid
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        anchors { leftMargin: Theme.px(32); rightMargin: Theme.px(20) }
        columns: card.narrow ? 1 : 2
        columnSpacing: Theme.wide
        rowSpacing: Theme.px(12)

        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true
            RowLayout {
                spacing: Theme.gap
                Label {
                    text: card.modelData.label
                    font.pixelSize: Theme.lead
                    font.bold: true
                    maximumLineCount: 2
                    Layout.fillWidth: true
                    Layout.maximumWidth: implicitWidth + 1
                }
                LineIcon {
                    name: card.modelData.done ? "check" : "pen"
                    colour: card.modelData.done ? Theme.okText : Theme.accText
                    size: Theme.em(28)
                }
                Label {
                    text: card.modelData.state
                    color: card.modelData.done ? Theme.okText : Theme.accText
                    wrapMode: Text.NoWrap
                }
                Item { Layout.fillWidth: true }
            }
            Label {
                visible: text !== ""
                text: Theme.dotted(card.modelData.words)
                color: Theme.ink2
                maximumLineCount: 2
                Layout.fillWidth: true
            }
        }
        RowLayout {
            spacing: Theme.gap
            Layout.fillWidth: card.narrow
            QuietButton {
                objectName: "open-" + card.modelData.value
                text: card.modelData.done ? qsTr("修改") : qsTr("填写")
                describedAs: text + " " + card.modelData.label
                glyph: "pen"
                ink: Theme.priDark
                Layout.fillWidth: card.narrow
                onActivated: card.opened(card.modelData.value)
            }
            QuietButton {
                objectName: "drop-" + card.modelData.value
                text: qsTr("删除")
                describedAs: text + " " + card.modelData.label
                glyph: "trash"
                Layout.fillWidth: card.narrow
                onActivated: card.dropped(card.modelData.value)
            }
        }
    }
}
