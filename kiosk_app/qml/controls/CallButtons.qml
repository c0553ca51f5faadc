pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// What the resident may switch in a call, and the way to write.
GridLayout {
    id: row

    required property var view
    required property var intents
    readonly property bool tight: Theme.elder && Theme.portrait

    columns: Theme.elder ? 2 : 4
    columnSpacing: Theme.gap
    rowSpacing: Theme.gap
    QuietButton {
        objectName: "mute"
        leftPadding: Theme.px(8)
        rightPadding: leftPadding
        glyph: row.tight ? "" : row.view.muted ? "mic-off" : "mic"
        text: row.view.muted ? qsTr("麦克风：关") : qsTr("麦克风：开")
        describedAs: row.view.muted ? qsTr("麦克风：关，点一下打开") : qsTr("麦克风：开，点一下静音")
        ink: row.view.muted ? Theme.badText : Theme.ink2
        border: row.view.muted ? Theme.bad : Theme.line
        Layout.fillWidth: true
        Layout.preferredWidth: Theme.elder ? 1 : -1
        onActivated: row.intents.muteMicrophone(!row.view.muted)
    }
    QuietButton {
        objectName: "cameraOff"
        leftPadding: Theme.px(8)
        rightPadding: leftPadding
        glyph: row.tight ? "" : row.view.cameraOff ? "video-off" : "video"
        text: row.view.cameraOff ? qsTr("摄像头：关") : qsTr("摄像头：开")
        describedAs: row.view.cameraOff ? qsTr("摄像头：关，点一下打开") : qsTr("摄像头：开，点一下关掉")
        ink: row.view.cameraOff ? Theme.badText : Theme.ink2
        border: row.view.cameraOff ? Theme.bad : Theme.line
        Layout.fillWidth: true
        Layout.preferredWidth: Theme.elder ? 1 : -1
        onActivated: row.intents.switchCamera(!row.view.cameraOff)
    }
    QuietButton {
        objectName: "softBackground"
        leftPadding: Theme.px(8)
        rightPadding: leftPadding
        text: row.view.soft ? qsTr("背景：看不清") : qsTr("背景：看得清")
        describedAs: row.view.soft ? qsTr("背景：看不清，点一下让对方看得清") : qsTr("背景：看得清，点一下让对方看不清")
        ink: row.view.soft ? Theme.priDark : Theme.ink2
        border: row.view.soft ? Theme.pri : Theme.line
        Layout.fillWidth: true
        Layout.preferredWidth: Theme.elder ? 1 : -1
        onActivated: row.intents.softenBackground(!row.view.soft)
    }
    QuietButton {
        objectName: "chat"
        leftPadding: Theme.px(8)
        rightPadding: leftPadding
        text: row.view.chatText
        ink: row.view.chatting ? Theme.priDark : Theme.ink2
        border: row.view.chatting ? Theme.pri : Theme.line
        Layout.fillWidth: true
        Layout.preferredWidth: Theme.elder ? 1 : -1
        onActivated: row.intents.openChat(!row.view.chatting)
    }
}
