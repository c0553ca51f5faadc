pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// Face to face: the official left with captions, the shared form (or the guide) right.
PageArea {
    id: page

    required property var form
    required property var frames
    readonly property bool low: height < Theme.px(560)
    readonly property bool tight: Theme.elder && Theme.portrait
    readonly property bool large: view.hearing && !low && !view.chatting
    // With the keyboard up the picture needs the room more than the switches.
    readonly property bool cramped: tight && height < Theme.px(1100)

    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(page.low ? 16 : 40); bottomMargin: Theme.px(page.low ? 8 : 24) }
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.px(40)
        rowSpacing: Theme.px(24)

        ColumnLayout {
            visible: !(page.low && Theme.portrait)
            spacing: Theme.gap
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: page.low ? 640 : 1060
            Layout.preferredHeight: page.tight ? 900 : 700
            CallStage {
                view: page.view
                frames: page.frames
                quiet: page.large
                Layout.fillWidth: true
                Layout.fillHeight: true
            }
            CallButtons {
                visible: !page.low && !page.cramped
                view: page.view
                intents: page.intents
                Layout.fillWidth: true
            }
        }
        ColumnLayout {
            spacing: Theme.px(page.low ? 8 : 20)
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: page.low ? 1140 : 708
            Layout.preferredHeight: 720
            HearingCard {
                visible: page.large
                view: page.view
                Layout.fillWidth: true
            }
            Rectangle {
                visible: page.view.bannerTitle !== "" && !((page.view.chatting || page.large) && page.view.bannerYes === "") && (!page.low || (page.view.bannerYes !== "" && !Theme.portrait))
                implicitHeight: banner.implicitHeight + Theme.px(40)
                radius: Theme.radiusBig
                color: Theme.accSoft
                border.width: Theme.edge
                border.color: Theme.acc
                Layout.fillWidth: true
                ColumnLayout {
                    id: banner
                    anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
                    anchors { leftMargin: Theme.px(32); rightMargin: Theme.px(32) }
                    spacing: 0
                    Label {
                        text: page.view.bannerTitle
                        font.pixelSize: Theme.lead
                        font.bold: true
                        maximumLineCount: Theme.elder ? 3 : 2
                        Layout.fillWidth: true
                    }
                    Label {
                        visible: text !== ""
                        text: page.view.bannerText
                        color: Theme.ink2
                        maximumLineCount: 3
                        tight: true
                        Layout.fillWidth: true
                    }
                    RowLayout {
                        visible: page.view.bannerYes !== ""
                        spacing: Theme.gap
                        Layout.topMargin: Theme.px(12)
                        QuietButton {
                            objectName: "markNo"
                            text: page.view.bannerNo
                            Layout.fillWidth: true
                            Layout.preferredWidth: 1
                            onActivated: page.intents.answerMark(false)
                        }
                        QuietButton {
                            objectName: "markYes"
                            text: page.view.bannerYes
                            fill: Theme.pri
                            border: Theme.pri
                            ink: Theme.inkOnPri
                            Layout.fillWidth: true
                            Layout.preferredWidth: 1
                            onActivated: page.intents.answerMark(true)
                        }
                    }
                }
            }
            ChatPane {
                visible: page.view.chatting
                view: page.view
                intents: page.intents
                Layout.fillWidth: true
                Layout.fillHeight: true
            }
            FormBody {
                visible: page.view.showForm && !page.view.chatting
                view: page.form
                intents: page.intents
                columns: 1
                Layout.rightMargin: -Theme.px(20)
                Layout.fillWidth: true
                Layout.fillHeight: true
            }
            Card {
                visible: !page.view.showForm && !page.view.chatting
                Layout.fillWidth: true
                Layout.fillHeight: true
                Flickable {
                    id: flick
                    anchors { fill: parent; margins: Theme.px(36) }
                    contentWidth: width
                    contentHeight: points.implicitHeight
                    boundsBehavior: Flickable.StopAtBounds
                    clip: true
                    ColumnLayout {
                        id: points
                        width: flick.width
                        spacing: Theme.gap
                        Label {
                            text: page.view.guideTitle
                            font.pixelSize: Theme.title
                            font.bold: true
                            maximumLineCount: 3
                            Layout.fillWidth: true
                        }
                        Repeater {
                            model: page.view.guidePoints
                            delegate: Label {
                                required property var modelData
                                text: modelData.text
                                font.pixelSize: Theme.lead
                                color: Theme.ink2
                                maximumLineCount: 4
                                Layout.fillWidth: true
                            }
                        }
                    }
                }
            }
        }
    }
}
