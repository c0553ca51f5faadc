pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Xiaowu.Kiosk
import ".."

// The official stays in sight beside the page: small picture, who it is, last words, microphone.
Card {
    id: tile

    required property var call
    required property var frames
    required property var intents
    property bool flat: false
    readonly property bool marked: call.markText !== ""

    radius: Theme.radius
    implicitWidth: Theme.px(Theme.elder ? 360 : 320)
    implicitHeight: grid.implicitHeight + Theme.px(32)

    GridLayout {
        id: grid
        anchors { fill: parent; margins: Theme.gap }
        columns: tile.flat ? 3 : 1
        rowSpacing: Theme.gap
        columnSpacing: Theme.wide

        Rectangle {
            color: Theme.stage
            Layout.preferredWidth: tile.flat ? Theme.px(240) : grid.width
            Layout.preferredHeight: Layout.preferredWidth * 0.72
            VideoView {
                anchors.fill: parent
                frames: tile.frames
                stream: "seat"
                radius: Theme.px(14)
                ground: Theme.card
            }
            Label {
                anchors.centerIn: parent
                visible: tile.call.stalled
                width: parent.width - Theme.gap
                text: qsTr("画面停了一下")
                color: "#FFFFFF"
                horizontalAlignment: Text.AlignHCenter
            }
        }
        ColumnLayout {
            spacing: Theme.px(6)
            PressButton {
                objectName: "markShow"
                visible: tile.marked && tile.intents !== null
                text: tile.call.markText
                textSize: Theme.body
                lines: 6
                fill: Theme.accSoft
                border: Theme.acc
                leftPadding: Theme.gap
                rightPadding: Theme.gap
                Layout.fillWidth: true
                onActivated: tile.intents.answerMark(true)
            }
            Label {
                visible: !(tile.marked && tile.intents)
                text: tile.marked ? tile.call.markText : tile.call.seatText
                font.bold: true
                tight: true
                maximumLineCount: Theme.elder ? 4 : 3
                Layout.fillWidth: true
            }
            Label {
                objectName: "slow"
                visible: text !== "" && !tile.flat
                tight: true
                text: tile.call.slowText
                maximumLineCount: 3
                Layout.fillWidth: true
            }
            Label {
                objectName: "caption"
                visible: text !== "" && !(tile.marked && (tile.flat || Theme.elder))
                tight: true
                text: tile.call.caption
                color: Theme.ink2
                maximumLineCount: tile.flat && Theme.elder ? 1 : tile.flat || Theme.elder ? 2 : 5
                Layout.fillWidth: true
            }
        }
        QuietButton {
            objectName: "mute"
            visible: tile.intents !== null
            glyph: tile.call.muted ? "mic-off" : "mic"
            text: tile.call.muted ? qsTr("已静音") : qsTr("静音")
            ink: tile.call.muted ? Theme.badText : Theme.ink2
            leftPadding: Theme.wide
            rightPadding: Theme.wide
            Layout.fillWidth: !tile.flat
            onActivated: tile.intents.muteMicrophone(!tile.call.muted)
        }
        Item {
            visible: !tile.flat
            Layout.fillHeight: true
        }
    }
}
