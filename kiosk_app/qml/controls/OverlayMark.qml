pragma ComponentBehavior: Bound

import QtQuick
import ".."

// The round sign of a question: what it is about, or the seconds that are left.
Rectangle {
    id: mark

    required property string kind
    required property int seconds
    readonly property string tone: kind === "leave" || kind === "dropRow" ? "bad" : kind === "idle" || kind === "resume" || kind === "deferPaper" ? "pri" : "acc"
    readonly property bool counts: kind === "idle" && seconds > 0

    implicitWidth: Theme.em(112)
    implicitHeight: implicitWidth
    radius: width / 2
    color: Theme.soft(tone)
    border.width: Theme.edgeBold
    border.color: Theme.strong(tone)

    LineIcon {
        anchors.centerIn: parent
        visible: !mark.counts
        name: mark.kind === "leave" || mark.kind === "dropRow" ? "trash" : mark.kind === "callLost" ? "network-off" : ["idle", "resume", "deferPaper"].includes(mark.kind) ? "clock" : mark.kind === "callCard" ? "card" : mark.kind.startsWith("callHelper") ? "family" : "phone"
        colour: Theme.textOf(mark.tone)
        size: Theme.em(56)
    }
    Label {
        anchors.centerIn: parent
        visible: mark.counts
        text: mark.seconds
        font.pixelSize: Theme.em(52)
        font.bold: true
        color: Theme.textOf(mark.tone)
        Accessible.name: qsTr("还有 %1 秒").arg(mark.seconds)
    }
    // A dot on its way round while someone is being looked for.
    Item {
        anchors.fill: parent
        visible: mark.kind === "callWaiting"
        RotationAnimation on rotation {
            running: mark.kind === "callWaiting" && mark.visible && !Theme.reducedMotion
            loops: Animation.Infinite
            from: 0
            to: 360
            duration: 2400
        }
        Rectangle {
            x: parent.width / 2 - width / 2
            y: -height / 2
            width: Theme.em(20)
            height: width
            radius: width / 2
            color: Theme.strong(mark.tone)
        }
    }
}
