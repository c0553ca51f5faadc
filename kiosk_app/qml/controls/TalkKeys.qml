pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// What is never out of reach in a call: I cannot hear, microphone, and hanging up where the bottom bar does not.
GridLayout {
    id: keys

    required property var view
    required property var intents
    property bool ends: false

    columns: 2
    columnSpacing: Theme.gap
    rowSpacing: Theme.gap

    component Key: QuietButton {
        textSize: Theme.body
        leftPadding: Theme.px(8)
        rightPadding: Theme.px(8)
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.preferredWidth: Theme.px(Theme.elder ? 160 : 128)
    }

    Key {
        objectName: "cannotHear"
        glyph: keys.ends && keys.columns === 2 ? "ear" : ""
        text: qsTr("听不清")
        describedAs: qsTr("听不清对方说话，点一下声音调大，也告诉对方")
        ink: keys.view.hearing ? Theme.priDark : Theme.ink2
        fill: keys.view.hearing ? Theme.priSoft : Theme.card
        border: keys.view.hearing ? Theme.pri : Theme.line
        Layout.columnSpan: keys.ends && keys.columns === 2 ? 2 : 1
        onActivated: keys.intents.cannotHear()
    }
    Key {
        objectName: "mute"
        text: keys.view.muted ? qsTr("已静音") : qsTr("静音")
        describedAs: keys.view.muted ? qsTr("麦克风：关，点一下打开") : qsTr("麦克风：开，点一下静音")
        ink: keys.view.muted ? Theme.badText : Theme.ink2
        border: keys.view.muted ? Theme.bad : Theme.line
        onActivated: keys.intents.muteMicrophone(!keys.view.muted)
    }
    Key {
        objectName: "hangUp"
        visible: keys.ends
        text: qsTr("挂断")
        ink: Theme.badText
        border: Theme.bad
        onActivated: keys.intents.hangUp()
    }
}
