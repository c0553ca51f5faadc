pragma ComponentBehavior: Bound

import QtQuick
import ".."

// The card on its reader: where it belongs, being read, done.
Rectangle {
    id: stage

    property bool done: false
    property bool reading: false
    property bool trouble: false
    property bool taken: false
    property string art: "card-on-reader"
    readonly property real side: Math.min(width * 0.62, height * 0.8, Theme.px(520))

    radius: Theme.radiusHuge
    border.width: Theme.edge
    border.color: done ? Theme.ok : Theme.line
    gradient: Gradient {
        GradientStop { position: 0; color: Theme.contrast ? "#000000" : stage.done ? "#E4F4EA" : "#EDF5F6" }
        GradientStop { position: 1; color: Theme.card }
    }

    Image {
        anchors { centerIn: parent; verticalCenterOffset: stage.reading ? -Theme.px(30) : 0 }
        source: stage.taken ? Qt.resolvedUrl("../art/card-taken.svg") : "image://icons/" + stage.art
        sourceSize: Qt.size(Math.max(1, stage.side), Math.max(1, stage.side))
        opacity: stage.trouble ? 0.55 : 1
        Accessible.ignored: true
    }
    Rectangle {
        visible: stage.done
        anchors { horizontalCenter: parent.horizontalCenter; verticalCenter: parent.verticalCenter }
        anchors { horizontalCenterOffset: stage.side * 0.36; verticalCenterOffset: stage.side * 0.3 }
        width: Theme.px(140)
        height: width
        radius: width / 2
        color: Theme.ok
        border.width: Theme.px(8)
        border.color: Theme.card
        LineIcon {
            anchors.centerIn: parent
            name: "check"
            colour: Theme.inkOnOk
            size: Theme.px(88)
        }
    }
    Column {
        visible: stage.reading
        anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.px(40) }
        width: stage.width - Theme.px(48)
        spacing: Theme.px(12)
        Label {
            width: parent.width
            text: qsTr("正在读卡，请别拿开")
            font.pixelSize: Theme.lead
            font.bold: true
            color: Theme.priDark
            horizontalAlignment: Text.AlignHCenter
        }
        ProgressLine {
            anchors.horizontalCenter: parent.horizontalCenter
            width: stage.side
        }
    }
}
