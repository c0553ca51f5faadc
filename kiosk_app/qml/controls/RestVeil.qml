pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// Nobody is near: a calm picture that says what can be had here now. The first touch wakes the glass and presses nothing,
// also where a sensor is blind.
Rectangle {
    id: veil

    required property bool resting
    required property string words
    required property var view
    required property var intents

    color: "#0C1820"
    visible: resting
    Accessible.role: Accessible.Button
    Accessible.name: veil.words
    Accessible.onPressAction: veil.intents.wake()

    MouseArea {
        objectName: "wake"
        anchors.fill: parent
        preventStealing: true
        onReleased: veil.intents.wake()
    }
    // Once a minute elsewhere, so that no picture burns into the glass.
    Timer {
        property int turn: 0
        interval: 60000
        repeat: true
        running: veil.visible
        onTriggered: {
            turn = (turn + 1) % 5
            picture.anchors.verticalCenterOffset = Theme.px(60) * (turn - 2)
            picture.anchors.horizontalCenterOffset = Theme.px(40) * ((turn * 2) % 5 - 2)
        }
    }
    ColumnLayout {
        id: picture
        anchors.centerIn: parent
        width: Math.min(parent.width - 4 * Theme.margin, Theme.px(1200))
        spacing: Theme.px(36)

        Image {
            source: "image://icons/house-logo"
            sourceSize: Qt.size(Theme.em(160), Theme.em(160))
            opacity: 0.85
            Accessible.ignored: true
            Layout.alignment: Qt.AlignHCenter
        }
        Label {
            text: veil.words
            font.pixelSize: Theme.question
            font.bold: true
            color: "#E6EEF1"
            horizontalAlignment: Text.AlignHCenter
            maximumLineCount: 3
            Layout.fillWidth: true
        }
        Label {
            visible: text !== ""
            text: veil.view.waitText
            font.pixelSize: Theme.title
            color: veil.view.canCall ? "#9BD5B3" : "#F0C98A"
            horizontalAlignment: Text.AlignHCenter
            maximumLineCount: 3
            Layout.fillWidth: true
        }
    }
}
