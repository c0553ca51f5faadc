pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// Calm: it is stored, here is its number, this happens next.
PageArea {
    id: page

    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(Theme.elder ? 28 : 44); bottomMargin: Theme.px(Theme.elder ? 24 : 44) }
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.px(56)
        rowSpacing: Theme.px(36)

        ScrollColumn {
            spacing: Theme.px(20)
            centred: !Theme.portrait
            Layout.fillWidth: true
            Layout.fillHeight: !Theme.portrait
            Layout.preferredWidth: 990
            Label {
                text: page.view.title
                font.pixelSize: Theme.question
                font.bold: true
                maximumLineCount: 2
                tight: true
                Layout.fillWidth: true
            }
            Label {
                text: page.view.text
                font.pixelSize: Theme.em(34)
                color: Theme.ink2
                maximumLineCount: 3
                Layout.fillWidth: true
            }
            NumberCard {
                label: page.view.numberLabel
                number: page.view.number
                text: page.view.timeText
                Layout.fillWidth: true
                Layout.topMargin: Theme.px(16)
            }
            PrintCard {
                visible: page.view.printText !== ""
                state_: page.view.printState
                text: page.view.printText
                Layout.fillWidth: true
            }
        }
        Card {
            implicitHeight: steps.implicitHeight + 2 * steps.anchors.margins
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.maximumHeight: Theme.portrait ? implicitHeight : Number.POSITIVE_INFINITY
            Layout.preferredWidth: 760
            ScrollColumn {
                id: steps
                anchors.fill: parent
                anchors.margins: Theme.px(Theme.elder ? 32 : 48)
                spacing: Theme.px(Theme.elder ? 14 : 28)
                ground: Theme.card
                Label {
                    text: qsTr("接下来会发生什么")
                    font.pixelSize: Theme.title
                    font.bold: true
                    Layout.fillWidth: true
                }
                StepList {
                    steps: page.view.steps
                    Layout.fillWidth: true
                }
            }
        }
    }
}
