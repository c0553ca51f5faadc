pragma ComponentBehavior: Bound

import QtQuick
import Xiaowu.Kiosk
import ".."

// The resident's own picture in its white frame: "you are being seen". Below in it what is heard of them.
Rectangle {
    id: own

    required property var view
    required property var frames
    readonly property var loudness: frames.loudness
    property bool spoken: false
    readonly property bool roomy: height > Theme.px(190)

    radius: Theme.radius
    color: "#4F6675"
    Accessible.role: Accessible.Graphic
    Accessible.name: (view.cameraOff ? qsTr("摄像头已关，对方看不到您") : qsTr("白框里是对方看到的您"))
        + (view.muted ? " " + qsTr("麦克风已关，对方听不到您") : "")

    VideoView {
        id: self
        anchors { fill: parent; margins: Theme.px(2) }
        visible: !own.view.cameraOff
        frames: own.frames
        stream: "self"
        mirrored: true
        radius: Theme.radius - Theme.px(2)
        ground: "transparent"
    }
    Column {
        anchors { centerIn: parent; verticalCenterOffset: -sound.height / 2 }
        width: parent.width
        visible: own.view.cameraOff || !self.hasFrame
        LineIcon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: own.view.cameraOff ? "video-off" : "person"
            colour: "#FFFFFF"
            size: Theme.px(own.roomy ? 56 : 40)
        }
        Label {
            visible: own.view.cameraOff && own.roomy
            width: parent.width
            text: qsTr("对方看不到您")
            color: "#FFFFFF"
            horizontalAlignment: Text.AlignHCenter
        }
    }
    Rectangle {
        id: sound
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.px(4) }
        height: Math.max(bars.height, hint.visible ? hint.height : 0) + Theme.px(own.roomy ? 12 : 8)
        radius: Theme.radius - Theme.px(4)
        color: own.view.muted ? "#A93022" : Theme.glass
        LevelBars {
            id: bars
            objectName: "ownLevel"
            anchors.centerIn: parent
            visible: !hint.visible && !own.view.muted
            level: own.loudness.own
            most: own.loudness.most
            onLevelChanged: if (level > 2) own.spoken = true
        }
        Label {
            id: hint
            objectName: "ownHint"
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
            visible: own.roomy && (own.view.muted || !own.spoken)
            text: own.view.muted ? qsTr("对方听不到您") : qsTr("说话这里会动")
            color: "#FFFFFF"
            font.bold: own.view.muted
            tight: true
            horizontalAlignment: Text.AlignHCenter
        }
        LineIcon {
            anchors.centerIn: parent
            visible: own.view.muted && !own.roomy
            name: "mic-off"
            colour: "#FFFFFF"
            size: Theme.px(28)
        }
    }
    Rectangle {
        anchors.fill: parent
        radius: parent.radius
        color: "transparent"
        border.width: Theme.px(4)
        border.color: "#FFFFFF"
    }
}
