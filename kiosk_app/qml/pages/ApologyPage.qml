pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// Something broke: say so, say what is safe, say what to do.
PageArea {
    id: page

    ColumnLayout {
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        spacing: Theme.px(24)
        Rectangle {
            implicitWidth: Theme.px(140)
            implicitHeight: implicitWidth
            radius: width / 2
            color: Theme.accSoft
            border.width: Theme.edge
            border.color: Theme.acc
            LineIcon {
                anchors.centerIn: parent
                name: "warning"
                colour: Theme.accText
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
        ToneCard {
            visible: page.view.caseText !== ""
            tone: "ok"
            text: page.view.caseText
            Layout.fillWidth: true
            Layout.maximumWidth: Theme.px(1600)
        }
    }
}
