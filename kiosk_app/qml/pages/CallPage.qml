pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// Face to face: the official left with captions, the shared form (or the guide) right. With lowered controls the official
// stands in the upper half, and the keys below the form.
PageArea {
    id: page

    required property var form
    required property var frames
    required property bool lowered
    required property bool typing
    readonly property bool narrow: lowered && typing
    readonly property bool flat: height < 2 * Theme.target + 3 * Theme.gap // a message took some of the little room
    readonly property bool low: height < Theme.px(560)
    readonly property bool tight: Theme.elder && Theme.portrait
    readonly property bool large: view.hearing && !low && !view.chatting && !lowered

    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(page.narrow ? 0 : page.low ? 16 : 40); bottomMargin: Theme.px(page.low ? 8 : 24) }
        columns: Theme.portrait && !page.narrow ? 1 : 2
        columnSpacing: Theme.px(page.low ? 24 : 40)
        rowSpacing: Theme.px(24)

        GridLayout {
            columns: page.typing && !Theme.portrait ? 2 : 1
            columnSpacing: Theme.wide
            rowSpacing: Theme.gap
            Layout.row: page.lowered && !page.typing ? 1 : 0
            Layout.column: page.narrow ? 1 : 0
            Layout.fillWidth: !page.narrow
            Layout.fillHeight: !page.lowered || page.typing
            Layout.preferredWidth: page.narrow ? -1 : page.low ? 940 : 1060
            Layout.preferredHeight: page.tight ? 900 : 700
            CallStage {
                visible: !page.lowered
                view: page.view
                frames: page.frames
                intents: page.intents
                quiet: page.large
                Layout.fillWidth: true
                Layout.fillHeight: true
            }
            CallButtons {
                visible: !page.typing
                talk: !page.lowered
                view: page.view
                intents: page.intents
                Layout.fillWidth: true
            }
            TalkKeys {
                visible: page.typing
                view: page.view
                intents: page.intents
                ends: true
                columns: (Theme.portrait ? !page.lowered : page.flat) ? 3 : 2
                Layout.fillWidth: Theme.portrait
                Layout.fillHeight: !Theme.portrait || page.lowered
            }
        }
        ColumnLayout {
            spacing: Theme.px(page.low ? 8 : 20)
            Layout.row: !Theme.portrait || page.lowered ? 0 : 1
            Layout.column: Theme.portrait ? 0 : 1
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: page.low ? 840 : 708
            Layout.preferredHeight: 720
            HearingCard {
                visible: page.large
                view: page.view
                Layout.fillWidth: true
            }
            Rectangle {
                // What only tells stands in the caption, too.
                readonly property bool asks: page.view.bannerYes !== ""
                visible: page.view.bannerTitle !== "" && (asks ? !page.low || !Theme.portrait : !page.low && !page.lowered && !page.view.chatting && !page.large)
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
                    Prose {
                        text: page.view.bannerTitle
                        font.pixelSize: Theme.lead
                        font.bold: true
                        maximumLineCount: 4
                        Layout.fillWidth: true
                    }
                    Prose {
                        visible: text !== ""
                        text: page.view.bannerText
                        color: Theme.ink2
                        maximumLineCount: 4
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
                squeezed: page.flat
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
                            delegate: Prose {
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
