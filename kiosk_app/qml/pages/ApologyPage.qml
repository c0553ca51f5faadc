pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// Nothing can be done here now, because something broke or the booth is closed: say so, what is safe, what to do.
PageArea {
    id: page

    ColumnLayout {
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        spacing: Theme.px(24)
        Rectangle {
            implicitWidth: Theme.px(140)
            implicitHeight: implicitWidth
            radius: width / 2
            color: Theme.soft(page.view.tone)
            border.width: Theme.edge
            border.color: Theme.strong(page.view.tone)
            LineIcon {
                anchors.centerIn: parent
                name: page.view.glyph
                colour: Theme.textOf(page.view.tone)
                size: Theme.px(76)
            }
        }
        Label {
            text: page.view.title
            font.pixelSize: Theme.question
            font.bold: true
            maximumLineCount: 3
            tight: true
            Layout.fillWidth: true
        }
        Prose {
            text: page.view.text
            font.pixelSize: Theme.em(36)
            color: Theme.ink2
            maximumLineCount: 6
            Layout.fillWidth: true
            Layout.maximumWidth: Theme.px(1600)
        }
        Repeater {
            model: page.view.cards
            delegate: ToneCard {
                required property var modelData
                tone: modelData.tone
                glyph: modelData.glyph
                text: modelData.text
                Layout.fillWidth: true
                Layout.maximumWidth: Theme.px(1600)
            }
        }
    }
}
