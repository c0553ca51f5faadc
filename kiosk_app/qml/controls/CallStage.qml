pragma ComponentBehavior: Bound

import QtQuick
import Xiaowu.Kiosk
import ".."

// The official's picture with name and captions, and the resident's own picture in its white frame: "you are being seen".
Rectangle {
    id: stage

    required property var view
    required property var frames
    property var intents: null
    property bool quiet: false // its captions are read elsewhere
    readonly property bool brief: height < Theme.px(480)
    // A flat stage: words over the picture would lie on the face. They stand beside it.
    readonly property bool aside: Theme.elder && width > 1.4 * height && view.heldTitle === "" && !quiet
    readonly property real pictureWidth: aside ? Math.min(height * 4 / 3, width * (width < Theme.px(640) ? 0.4 : 0.5)) : width
    readonly property real wordsLeft: aside ? pictureWidth + Theme.px(20) : Theme.px(28)

    color: Theme.stage
    radius: Theme.radiusHuge
    border.width: Theme.contrast ? Theme.edge : 0
    border.color: Theme.line

    Item {
        id: window
        width: stage.pictureWidth
        height: parent.height
        clip: stage.aside
        VideoView {
            id: seat
            width: parent.width + (stage.aside ? radius : 0) // cut straight where the words begin
            height: parent.height
            frames: stage.frames
            stream: "seat"
            radius: Theme.radiusHuge
            ground: Theme.paper
        }
    }
    LineIcon {
        visible: !seat.hasFrame
        anchors.centerIn: window
        name: "person"
        colour: "#9FB4C0"
        size: Theme.px(160)
    }
    QuietButton {
        id: helper
        objectName: "helper"
        visible: !Theme.elder && stage.intents !== null && stage.view.heldTitle === "" && stage.height > Theme.px(400)
        anchors { right: parent.right; top: parent.top; margins: Theme.px(16) }
        glyph: "family"
        text: stage.view.helperText
        textSize: Theme.body
        leftPadding: Theme.px(24)
        rightPadding: leftPadding
        onActivated: stage.intents.wantHelper()
    }
    Rectangle {
        id: head
        anchors { left: parent.left; top: parent.top; margins: Theme.px(28) }
        visible: stage.view.seatText !== "" && stage.view.heldTitle === "" && stage.height > Theme.px(480) && !stage.aside
        width: Math.min(parent.width - Theme.px(56) - (helper.visible ? helper.width + Theme.gap : 0), who.implicitWidth + Theme.px(72) + heard.width)
        height: who.implicitHeight + Theme.px(22)
        radius: Theme.radius
        color: Theme.glass
        Label {
            id: who
            anchors { left: parent.left; right: heard.left; verticalCenter: parent.verticalCenter; margins: Theme.px(24) }
            text: stage.view.seatText
            color: "#FFFFFF"
            maximumLineCount: 2
        }
        LevelBars {
            id: heard
            objectName: "seatLevel"
            anchors { right: parent.right; verticalCenter: parent.verticalCenter; rightMargin: Theme.px(24) }
            level: stage.frames.loudness.other
            most: stage.frames.loudness.most
        }
    }
    Rectangle {
        anchors { left: parent.left; top: parent.top; margins: Theme.px(28) }
        visible: stage.view.heldTitle === "" && stage.height > Theme.px(400) && (stage.height <= Theme.px(480) || stage.aside)
        width: small.width + Theme.px(32)
        height: small.height + Theme.px(16)
        radius: Theme.radius
        color: Theme.glass
        LevelBars {
            id: small
            anchors.centerIn: parent
            level: stage.frames.loudness.other
            most: stage.frames.loudness.most
        }
    }
    Rectangle {
        id: slowness
        visible: stage.view.slowText !== ""
        x: stage.wordsLeft
        anchors { top: head.visible ? head.bottom : parent.top; topMargin: head.visible ? Theme.px(12) : Theme.px(stage.brief ? 16 : 28) }
        width: Math.min(parent.width - x - Theme.px(28), slow.implicitWidth + Theme.px(48))
        height: slow.implicitHeight + Theme.px(22)
        radius: Theme.radius
        color: Theme.glass
        Label {
            id: slow
            objectName: "slow"
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(24) }
            text: stage.view.slowText
            color: "#FFFFFF"
            maximumLineCount: 2
        }
    }
    HeldCard {
        visible: stage.view.heldTitle !== ""
        anchors.fill: parent
        view: stage.view
        brief: stage.brief
    }
    Rectangle {
        // On a low picture beside the resident's own, never over it.
        readonly property bool beside: stage.height < Theme.px(640)
        visible: stage.view.stalled && stage.view.heldTitle === ""
        anchors.verticalCenter: parent.verticalCenter
        x: stage.aside ? stage.wordsLeft : beside ? Theme.px(28) : Math.round((parent.width - width) / 2)
        width: Math.min(parent.width - Theme.px(56) - (stage.aside ? stage.wordsLeft - Theme.px(28) : beside ? own.width + Theme.px(28) : 0), stalled.implicitWidth + Theme.px(72))
        height: stalled.implicitHeight + Theme.px(36)
        radius: Theme.radius
        color: Theme.glass
        border.width: Theme.edge
        border.color: "#FFC04D"
        Label {
            id: stalled
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(36) }
            text: stage.view.stalledText
            color: "#FFFFFF"
            font.pixelSize: Theme.lead
            horizontalAlignment: Text.AlignHCenter
        }
    }
    Rectangle {
        readonly property real most: stage.height - Theme.px(stage.brief ? 32 : 56) - (head.visible ? head.height + Theme.px(12) : 0)
            - (stage.aside && slowness.visible ? slowness.height + Theme.px(12) : 0)
        visible: stage.view.caption !== "" && !stage.view.stalled && stage.view.heldTitle === "" && !stage.quiet
        anchors { bottom: parent.bottom; bottomMargin: Theme.px(stage.brief ? 16 : 28) }
        x: stage.aside ? stage.wordsLeft : Theme.px(stage.brief ? 16 : 28)
        width: (stage.aside ? parent.width : own.x) - x - Theme.px(stage.brief ? 16 : 28)
        height: Math.min(most, caption.implicitHeight + Theme.px(28))
        radius: Theme.radius
        color: Theme.glass
        Words {
            id: caption
            objectName: "caption"
            anchors { fill: parent; margins: Theme.px(14); leftMargin: Theme.px(stage.brief ? 16 : 28); rightMargin: Theme.px(stage.brief ? 18 : 28) }
            text: stage.view.caption
            color: "#FFFFFF"
            font.pixelSize: Theme.em(stage.brief ? 30 : 34)
            ground: Theme.glass
        }
    }
    OwnPicture {
        id: own
        visible: stage.view.heldTitle === ""
        anchors { right: window.right; bottom: parent.bottom; margins: Theme.px(stage.aside ? 12 : 28) }
        width: Math.min(Theme.px(280), stage.pictureWidth * (stage.aside ? 0.38 : 0.3), (stage.height - Theme.px(56)) / 0.72)
        height: width * 0.72
        view: stage.view
        frames: stage.frames
    }
}
