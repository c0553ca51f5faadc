pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// The booth's voice: read, pause, again; how loud; and what only the handset may hear. Lies over the page, takes only its own touches.
Card {
    id: card

    required property var voice
    required property var intents

    implicitHeight: column.implicitHeight + 2 * column.anchors.margins
    width: parent ? Math.min(parent.width - 2 * Theme.margin, Theme.px(Theme.elder ? 1100 : 860)) : 0
    height: implicitHeight
    border.width: Theme.edgeBold
    border.color: Theme.pri
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("朗读和音量")

    MouseArea { anchors.fill: parent }

    ColumnLayout {
        id: column
        anchors.fill: parent
        anchors.margins: Theme.px(28)
        spacing: Theme.gap

        RowLayout {
            visible: card.voice.canRead
            spacing: Theme.gap
            PrimaryButton {
                objectName: "readAloud"
                glyph: "speaker"
                text: card.voice.readText
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                onActivated: card.intents.readAloud()
            }
            QuietButton {
                objectName: "readAgain"
                text: qsTr("再读一遍")
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                onActivated: card.intents.readAgain()
            }
        }
        RowLayout {
            visible: card.voice.backText !== "" || card.voice.dialectText !== ""
            spacing: Theme.gap
            QuietButton {
                objectName: "readBack"
                visible: card.voice.backText !== ""
                glyph: "phone"
                text: card.voice.backText
                leftPadding: Theme.px(20)
                rightPadding: Theme.px(20)
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                onActivated: card.intents.readBack()
            }
            QuietButton {
                objectName: "dialect"
                visible: card.voice.dialectText !== ""
                text: card.voice.dialectText
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                onActivated: card.intents.changeDialect(card.voice.dialect === "zh" ? "yue" : "zh")
            }
        }
        Label {
            visible: text !== ""
            text: card.voice.quietText
            color: Theme.ink2
            maximumLineCount: 4
            Layout.fillWidth: true
        }
        RowLayout {
            spacing: Theme.gap
            QuietButton {
                objectName: "quieter"
                enabled: card.voice.canTurnDown
                text: qsTr("小声")
                describedAs: qsTr("小声一点")
                leftPadding: Theme.px(20)
                rightPadding: Theme.px(20)
                Layout.fillWidth: true
                Layout.preferredWidth: 2
                onActivated: card.intents.turnVolume(-1)
            }
            ColumnLayout {
                spacing: Theme.px(4)
                Layout.fillWidth: true
                Layout.preferredWidth: 3
                Row {
                    spacing: Theme.px(8)
                    Layout.alignment: Qt.AlignHCenter
                    Repeater {
                        model: card.voice.levels
                        delegate: Rectangle {
                            required property int index
                            anchors.bottom: parent ? parent.bottom : undefined
                            width: Theme.px(18)
                            height: Theme.px(12 + 6 * index)
                            radius: Theme.px(4)
                            color: index < card.voice.level ? Theme.pri : Theme.card
                            border.width: Theme.edge
                            border.color: index < card.voice.level ? Theme.pri : Theme.lineStrong
                        }
                    }
                }
                Label {
                    text: card.voice.levelText
                    color: Theme.ink2
                    horizontalAlignment: Text.AlignHCenter
                    maximumLineCount: 2
                    Layout.fillWidth: true
                }
            }
            QuietButton {
                objectName: "louder"
                enabled: card.voice.canTurnUp
                text: qsTr("大声")
                describedAs: qsTr("大声一点")
                leftPadding: Theme.px(20)
                rightPadding: Theme.px(20)
                Layout.fillWidth: true
                Layout.preferredWidth: 2
                onActivated: card.intents.turnVolume(1)
            }
        }
    }
}
