import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import ".."

// Five levels, voluntary, unseen by the official.
Card {
    id: card

    required property var view
    required property var intents

    implicitHeight: column.implicitHeight + Theme.px(Theme.elder ? 48 : 72)

    ColumnLayout {
        id: column
        anchors { fill: parent; margins: Theme.px(Theme.elder ? 24 : 36) }
        spacing: Theme.px(Theme.elder ? 10 : 16)
        Label {
            text: card.view.ratingTitle
            font.pixelSize: Theme.title
            font.bold: true
            maximumLineCount: 2
            Layout.fillWidth: true
        }
        Label {
            text: card.view.ratingText
            color: Theme.ink2
            maximumLineCount: 2
            Layout.fillWidth: true
            Layout.topMargin: -Theme.px(12)
        }
        Repeater {
            model: card.view.levels
            delegate: T.AbstractButton {
                id: level

                required property var modelData
                readonly property bool on: card.view.chosenLevel === modelData.level

                objectName: "rate-" + modelData.level
                text: modelData.text
                implicitHeight: Theme.target
                focusPolicy: Qt.NoFocus
                Accessible.role: Accessible.RadioButton
                Accessible.name: text
                Accessible.checked: on
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.maximumHeight: Theme.px(132)
                onClicked: card.intents.rate(modelData.level)
                background: Rectangle {
                    radius: Theme.radius
                    color: level.down || level.on ? Theme.okSoft : Theme.card
                    border.width: level.on ? Theme.edgeBold : Theme.edge
                    border.color: level.on ? Theme.ok : Theme.line
                }
                contentItem: RowLayout {
                    spacing: Theme.px(8)
                    Row {
                        spacing: Theme.px(4)
                        Layout.leftMargin: Theme.px(32)
                        Layout.preferredWidth: Theme.em(40) * 5 + Theme.px(16)
                        Repeater {
                            model: level.modelData.level
                            delegate: LineIcon {
                                name: "star"
                                colour: level.on ? Theme.okText : Theme.contrast ? Theme.ink : Theme.acc
                                size: Theme.em(40)
                            }
                        }
                    }
                    Label {
                        text: level.text
                        font.pixelSize: Theme.em(34)
                        font.bold: true
                        color: level.on ? Theme.okText : Theme.ink
                        wrapMode: Text.NoWrap
                        verticalAlignment: Text.AlignVCenter
                        Layout.leftMargin: Theme.px(20)
                        Layout.fillWidth: true
                    }
                }
            }
        }
        QuietButton {
            objectName: "skipRating"
            text: qsTr("这次不评价")
            fill: "transparent"
            border: "transparent"
            Layout.alignment: Qt.AlignHCenter
            onActivated: card.intents.skipRating()
        }
    }
}
