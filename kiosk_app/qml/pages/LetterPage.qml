pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// 办不成事 and 留言: what is to be said, if wanted a number to call back; then the letter's own number.
PageArea {
    id: page

    readonly property bool low: height < Theme.px(560)

    ColumnLayout {
        anchors { fill: parent; topMargin: Theme.px(page.low ? 16 : 32); bottomMargin: Theme.px(12) }
        spacing: Theme.px(page.low ? 8 : 20)

        Prose {
            visible: !page.low || page.view.sent
            text: page.view.title
            font.pixelSize: page.view.sent ? Theme.question : Theme.title
            font.bold: true
            maximumLineCount: 2
            tight: true
            Layout.fillWidth: true
        }
        Prose {
            visible: !page.low && !page.view.sent
            text: page.view.text
            color: Theme.ink2
            maximumLineCount: 3
            Layout.fillWidth: true
        }
        FormFields {
            visible: !page.view.sent
            fields: page.view.fields
            intents: page.intents
            focusName: page.view.focusField
            columns: 1
            Layout.rightMargin: -Theme.px(20)
            Layout.fillWidth: true
            Layout.fillHeight: true
        }
        ScrollColumn {
            visible: page.view.sent
            spacing: Theme.px(24)
            Layout.fillWidth: true
            Layout.fillHeight: true
            NumberCard {
                label: page.view.numberLabel
                number: page.view.number
                text: page.view.nextText
                Layout.fillWidth: true
            }
            PrintCard {
                visible: page.view.printText !== ""
                state_: page.view.printState
                text: page.view.printText
                Layout.fillWidth: true
            }
            Prose {
                text: page.view.text
                color: Theme.ink2
                maximumLineCount: 4
                Layout.fillWidth: true
            }
        }
    }
}
