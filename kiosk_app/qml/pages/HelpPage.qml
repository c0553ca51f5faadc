pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// The page below in a few plain sentences, and who helps when they are not enough.
PageArea {
    id: page

    ScrollColumn {
        anchors { fill: parent; topMargin: Theme.px(Theme.elder ? 28 : 48); bottomMargin: Theme.px(24) }
        spacing: Theme.px(Theme.elder ? 20 : 28)
        centred: true
        Label {
            text: page.view.title
            font.pixelSize: Theme.question
            font.bold: true
            maximumLineCount: 2
            tight: true
            Layout.fillWidth: true
        }
        Repeater {
            model: page.view.points
            delegate: RowLayout {
                id: point
                required property var modelData
                required property int index
                spacing: Theme.px(26)
                Layout.fillWidth: true
                StateMark {
                    state_: "current"
                    number: point.index + 1
                    implicitWidth: Theme.em(54)
                    Layout.alignment: Qt.AlignTop
                }
                Prose {
                    text: point.modelData.text
                    font.pixelSize: Theme.em(38)
                    maximumLineCount: 4
                    Layout.fillWidth: true
                }
            }
        }
        ToneCard {
            tone: "acc"
            glyph: "phone"
            text: page.view.personText
            Layout.fillWidth: true
            Layout.topMargin: Theme.px(12)
        }
    }
}
