pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import QtQuick.Templates as T
import Xiaowu.Kiosk
import ".."

// The table under the camera: live picture with the found outline, or the page as it was taken.
Rectangle {
    id: stage

    required property var view
    required property var frames
    property bool large: false
    readonly property bool good: view.verdict === "good"
    readonly property color outlineColour: good ? "#3DDC97" : "#FFC04D"

    color: Theme.stage
    radius: Theme.radiusHuge
    border.width: Theme.contrast ? Theme.edge : 0
    border.color: Theme.line

    Item {
        id: table
        anchors { fill: parent; margins: Theme.px(4) }

        VideoView {
            id: live
            visible: stage.view.mode === "live" && stage.view.cameraReady
            anchors.centerIn: parent
            width: Math.min(parent.width, parent.height * aspect)
            height: width / aspect
            readonly property real aspect: 4 / 3
            frames: stage.frames
            stream: "document"
            fit: false
            radius: Theme.px(20)
            ground: Theme.stage

            Shape {
                anchors.fill: parent
                visible: stage.view.outline.length === 4
                ShapePath {
                    strokeColor: stage.outlineColour
                    strokeWidth: Theme.px(8)
                    fillColor: "transparent"
                    joinStyle: ShapePath.RoundJoin
                    PathPolyline {
                        path: {
                            const points = []
                            for (let i = 0; i < stage.view.outline.length; i++)
                                points.push(Qt.point(stage.view.outline[i].x * live.width, stage.view.outline[i].y * live.height))
                            if (points.length > 0)
                                points.push(points[0])
                            return points
                        }
                    }
                }
            }
        }
        T.AbstractButton {
            objectName: "enlarge"
            visible: stage.view.shot && stage.view.shotUrl !== ""
            anchors { fill: parent; margins: Theme.px(28); bottomMargin: sign.height + Theme.px(48) }
            focusPolicy: Qt.TabFocus
            Accessible.role: Accessible.Button
            Accessible.name: qsTr("放大看拍好的材料")
            onClicked: stage.large = true
            contentItem: Item {
                Image {
                    anchors.fill: parent
                    source: stage.view.shotUrl
                    cache: false
                    fillMode: Image.PreserveAspectFit
                    sourceSize: Qt.size(width, height)
                    Accessible.ignored: true
                }
                StatusChip {
                    anchors { right: parent.right; top: parent.top }
                    text: qsTr("点一下放大")
                    glyph: "search"
                    tone: "pri"
                }
            }
        }
        Rectangle {
            visible: stage.view.codeUrl !== ""
            anchors { horizontalCenter: parent.horizontalCenter; top: parent.top; topMargin: Theme.px(28) }
            height: Math.min(parent.width - Theme.px(56), parent.height - sign.height - Theme.px(88))
            width: height
            radius: Theme.px(20)
            color: "#FFFFFF"
            Image {
                anchors.fill: parent
                source: stage.view.codeUrl
                cache: false
                fillMode: Image.PreserveAspectFit
                smooth: false
                sourceSize: Qt.size(width, height)
                Accessible.name: qsTr("手机扫的二维码")
            }
        }
        LineIcon {
            visible: stage.view.mode === "live" && (!stage.view.cameraReady || !live.hasFrame)
            anchors { centerIn: parent; verticalCenterOffset: -Theme.px(40) }
            name: stage.view.cameraReady ? "camera" : "video-off"
            colour: "#9FB4C0"
            size: Theme.px(120)
        }
    }
    PaperLarge {
        url: stage.large ? stage.view.shotUrl : ""
        visible: stage.large
        onClosed: stage.large = false
    }
    Rectangle {
        id: sign
        visible: stage.view.verdictText !== ""
        anchors { left: parent.left; bottom: parent.bottom; margins: Theme.px(32) }
        width: Math.min(stage.width - Theme.px(64), verdict.implicitWidth + mark.width + Theme.px(72))
        height: Math.max(Theme.px(76), verdict.implicitHeight + Theme.px(24))
        radius: Theme.radius
        color: Theme.glass
        border.width: Theme.edge
        border.color: stage.view.verdict === "no_page" || stage.view.verdict === "busy" ? "#6F8794" : stage.outlineColour
        LineIcon {
            id: mark
            anchors { left: parent.left; leftMargin: Theme.px(24); verticalCenter: parent.verticalCenter }
            name: stage.good ? "check" : ["no_camera", "no_room"].includes(stage.view.verdict) ? "warning" : "info"
            colour: stage.good ? "#3DDC97" : "#FFC04D"
            size: Theme.em(34)
        }
        Label {
            id: verdict
            anchors { left: mark.right; right: parent.right; verticalCenter: parent.verticalCenter }
            anchors { leftMargin: Theme.px(16); rightMargin: Theme.px(24) }
            text: stage.view.verdictText
            font.pixelSize: Theme.lead
            color: "#FFFFFF"
            maximumLineCount: 3
        }
    }
}
