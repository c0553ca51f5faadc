pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// The number, the slip, the card; then, out of the official's sight, the rating.
PageArea {
    id: page

    readonly property bool returned: view.decided === "returned"

    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(44); bottomMargin: Theme.px(28) }
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.px(56)
        rowSpacing: Theme.px(32)

        ScrollColumn {
            spacing: Theme.px(Theme.elder ? 12 : 20)
            centred: !Theme.portrait
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.maximumHeight: Theme.portrait ? implicitHeight : Infinity
            Layout.preferredWidth: Theme.elder ? 820 : 930
            RowLayout {
                spacing: Theme.px(32)
                Rectangle {
                    implicitWidth: Theme.px(124)
                    implicitHeight: implicitWidth
                    radius: width / 2
                    color: page.returned ? Theme.acc : Theme.ok
                    LineIcon {
                        anchors.centerIn: parent
                        name: page.returned ? "info" : "check"
                        colour: page.returned ? Theme.inkOnAcc : Theme.inkOnOk
                        size: Theme.px(76)
                    }
                }
                Label {
                    text: page.view.title
                    font.pixelSize: Theme.em(text.length > 9 ? 48 : Theme.elder ? 60 : 72)
                    font.bold: true
                    maximumLineCount: 2
                    tight: true
                    verticalAlignment: Text.AlignVCenter
                    Layout.fillWidth: true
                }
            }
            ToneCard {
                visible: page.view.decisionNote !== ""
                tone: page.returned ? "acc" : "ok"
                text: page.view.decisionNote
                lines: 40 // an official's own words; the column scrolls
                Layout.fillWidth: true
            }
            Label {
                visible: page.view.number !== ""
                text: page.view.numberLabel
                color: Theme.ink2
                Layout.fillWidth: true
                Layout.bottomMargin: -Theme.px(20)
            }
            Label {
                visible: text !== ""
                text: page.view.number
                font.pixelSize: Theme.em(44)
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Theme.body
                font.bold: true
                wrapMode: Text.NoWrap
                Layout.fillWidth: true
            }
            Label {
                visible: text !== ""
                text: page.view.text
                font.pixelSize: Theme.lead
                color: Theme.ink2
                maximumLineCount: 3
                Layout.fillWidth: true
            }
            ToneCard {
                visible: page.view.cardText !== ""
                tone: "acc"
                glyph: "card"
                text: page.view.cardText
                Layout.fillWidth: true
            }
            PrintCard {
                visible: page.view.printText !== ""
                state_: page.view.printState
                text: page.view.printText
                Layout.fillWidth: true
            }
            QuietButton {
                objectName: "printNotices"
                glyph: "printer"
                text: page.view.noticesText
                ink: Theme.priDark
                border: Theme.pri
                Layout.fillWidth: true
                onActivated: page.intents.printNotices()
            }
        }
        RatingCard {
            visible: page.view.showRating
            view: page.view
            intents: page.intents
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: Theme.portrait ? implicitHeight : 0
            Layout.preferredWidth: Theme.elder ? 930 : 820
        }
        ToneCard {
            visible: page.view.callOn
            tone: "acc"
            glyph: "phone"
            text: qsTr("工作人员还在线。先结束通话，再请您评价，对方看不到。")
            Layout.fillWidth: true
            Layout.preferredWidth: 820
            Layout.alignment: Qt.AlignVCenter
        }
    }
}
