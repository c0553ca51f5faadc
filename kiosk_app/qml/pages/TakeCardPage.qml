pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// The only thing left to do.
PageArea {
    id: page

    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(44); bottomMargin: Theme.px(44) }
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.px(64)
        rowSpacing: Theme.px(40)
        ColumnLayout {
            spacing: Theme.px(20)
            Layout.fillWidth: true
            Layout.preferredWidth: 880
            Layout.alignment: Qt.AlignVCenter
            Label {
                text: page.view.title
                font.pixelSize: Theme.em(Theme.elder ? 59 : 72)
                font.bold: true
                maximumLineCount: 3
                tight: true
                Layout.fillWidth: true
            }
            Label {
                text: page.view.text
                font.pixelSize: Theme.em(36)
                color: Theme.ink2
                maximumLineCount: 4
                Layout.fillWidth: true
            }
        }
        CardPicture {
            taken: true
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 880
        }
    }
}
