pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Xiaowu.Kiosk
import ".."

// The official stays in sight beside the page: small picture, who it is, last words, what is never out of reach.
Card {
    id: tile

    required property var call
    required property var frames
    required property var intents
    property bool flat: false
    // The keyboard is up: the bottom bar with its way to hang up is not there, and a wide glass has little height.
    property bool typing: false
    readonly property bool low: typing && !flat
    property bool brief: false // its room is taken by who else is in the call
    readonly property bool marked: call.markText !== ""

    radius: Theme.radius
    implicitWidth: Theme.px(low ? 640 : Theme.elder ? 360 : 320)
    implicitHeight: grid.implicitHeight + Theme.px(32)

    GridLayout {
        id: grid
        anchors { fill: parent; margins: Theme.gap }
        rowSpacing: tile.low ? Theme.px(8) : Theme.gap
        columnSpacing: Theme.wide

        Rectangle {
            color: Theme.stage
            Layout.row: 0
            Layout.column: 0
            Layout.fillWidth: tile.low
            Layout.preferredWidth: tile.flat ? Theme.px(240) : tile.low ? 1 : grid.width
            Layout.preferredHeight: tile.low ? tile.height * 0.4 : Layout.preferredWidth * (tile.brief ? 0.5 : 0.72)
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
            Layout.row: tile.flat ? 0 : 1
            Layout.column: tile.flat ? 1 : 0
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.maximumHeight: tile.low ? Infinity : tile.flat ? grid.height : implicitHeight
            PressButton {
                objectName: "markShow"
                visible: tile.marked
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
                // The words matter more than who says them, where there is no room for both.
                visible: !tile.marked && (tile.call.caption === "" || !(tile.low || tile.flat || Theme.elder))
                text: tile.call.seatText
                font.bold: true
                tight: true
                maximumLineCount: Theme.elder ? 4 : 3
                Layout.fillWidth: true
            }
            Label {
                objectName: "slow"
                visible: text !== "" && !tile.flat && !tile.low
                tight: true
                text: tile.call.slowText
                maximumLineCount: 3
                Layout.fillWidth: true
            }
            Words {
                objectName: "caption"
                visible: text !== "" && !tile.brief
                text: tile.call.caption
                color: Theme.ink2
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.rightMargin: Theme.px(12)
                Layout.minimumHeight: Math.min(implicitHeight, Theme.em(40) * 2)
                Layout.maximumHeight: implicitHeight
            }
        }
        TalkKeys {
            view: tile.call
            intents: tile.intents
            ends: tile.typing
            columns: tile.flat && !tile.typing ? 1 : 2
            Layout.row: tile.flat || tile.low ? 0 : 2
            Layout.column: tile.flat ? 2 : tile.low ? 1 : 0
            Layout.rowSpan: tile.low ? 2 : 1
            Layout.fillWidth: !tile.flat && !tile.low
            Layout.fillHeight: tile.flat || tile.low
        }
        Item {
            visible: !tile.flat && !tile.low
            Layout.row: 3
            Layout.column: 0
            Layout.fillHeight: true
        }
    }
}
