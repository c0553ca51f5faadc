pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// What the resident may switch in a call, and the way to write.
GridLayout {
    id: row

    required property var view
    required property var intents
    property bool talk: true // else `TalkKeys` stand elsewhere

    // In big letters three above two, else all in one row.
    columns: Theme.elder ? 1 : 2
    columnSpacing: Theme.gap
    rowSpacing: Theme.gap

    component Key: QuietButton {
        textSize: Theme.body
        leftPadding: Theme.px(8)
        rightPadding: Theme.px(8)
        Layout.fillWidth: true
        Layout.preferredWidth: Theme.elder ? 1 : -1
    }

    RowLayout {
        spacing: Theme.gap
        Layout.fillWidth: true
        Key {
            objectName: "mute"
            visible: row.talk
            glyph: Theme.portrait ? "" : row.view.muted ? "mic-off" : "mic"
            text: row.view.muted ? qsTr("麦克风：关") : qsTr("麦克风：开")
            describedAs: row.view.muted ? qsTr("麦克风：关，点一下打开") : qsTr("麦克风：开，点一下静音")
            ink: row.view.muted ? Theme.badText : Theme.ink2
            border: row.view.muted ? Theme.bad : Theme.line
            onActivated: row.intents.muteMicrophone(!row.view.muted)
        }
        Key {
            objectName: "cameraOff"
            glyph: Theme.portrait ? "" : row.view.cameraOff ? "video-off" : "video"
            text: row.view.cameraOff ? qsTr("摄像头：关") : qsTr("摄像头：开")
            describedAs: row.view.cameraOff ? qsTr("摄像头：关，点一下打开") : qsTr("摄像头：开，点一下关掉")
            ink: row.view.cameraOff ? Theme.badText : Theme.ink2
            border: row.view.cameraOff ? Theme.bad : Theme.line
            onActivated: row.intents.switchCamera(!row.view.cameraOff)
        }
        Key {
            objectName: "softBackground"
            text: row.view.soft ? qsTr("背景：看不清") : qsTr("背景：看得清")
            describedAs: row.view.soft ? qsTr("背景：看不清，点一下让对方看得清") : qsTr("背景：看得清，点一下让对方看不清")
            ink: row.view.soft ? Theme.priDark : Theme.ink2
            border: row.view.soft ? Theme.pri : Theme.line
            onActivated: row.intents.softenBackground(!row.view.soft)
        }
    }
    RowLayout {
        spacing: Theme.gap
        Layout.fillWidth: true
        Key {
            objectName: "cannotHear"
            visible: row.talk
            glyph: Theme.portrait && !Theme.elder ? "" : "ear"
            text: qsTr("听不清")
            describedAs: qsTr("听不清对方说话，点一下声音调大，也告诉对方")
            ink: row.view.hearing ? Theme.priDark : Theme.ink2
            fill: row.view.hearing ? Theme.priSoft : Theme.card
            border: row.view.hearing ? Theme.pri : Theme.line
            onActivated: row.intents.cannotHear()
        }
        Key {
            objectName: "chat"
            text: row.view.chatText
            ink: row.view.chatting ? Theme.priDark : Theme.ink2
            border: row.view.chatting ? Theme.pri : Theme.line
            onActivated: row.intents.openChat(!row.view.chatting)
        }
        QuietButton { // else it lies on the picture: six in a row are too narrow for their words
            objectName: "helper"
            textSize: Theme.body
            leftPadding: Theme.px(8)
            rightPadding: Theme.px(8)
            Layout.fillWidth: true
            Layout.preferredWidth: Theme.elder ? 1 : -1
            visible: Theme.elder || !row.talk
            glyph: "family"
            text: row.view.helperText
            onActivated: row.intents.wantHelper()
        }
    }
}
