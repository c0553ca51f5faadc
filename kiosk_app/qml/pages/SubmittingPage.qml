pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// A moment of patience.
PageArea {
    id: page

    ColumnLayout {
        anchors.centerIn: parent
        width: Math.min(parent.width, Theme.px(1000))
        spacing: Theme.px(24)
        Rectangle {
            implicitWidth: Theme.px(160)
            implicitHeight: implicitWidth
            radius: width / 2
            color: Theme.priSoft
            Layout.alignment: Qt.AlignHCenter
            Layout.bottomMargin: Theme.px(12)
            LineIcon {
                anchors.centerIn: parent
                name: "lock"
                colour: Theme.pri
                size: Theme.px(84)
            }
        }
        Label {
            text: page.view.title
            font.pixelSize: Theme.question
            font.bold: true
            horizontalAlignment: Text.AlignHCenter
            maximumLineCount: 2
            Layout.fillWidth: true
        }
        Label {
            text: page.view.text
            font.pixelSize: Theme.lead
            color: Theme.ink2
            horizontalAlignment: Text.AlignHCenter
            maximumLineCount: 3
            Layout.fillWidth: true
        }
        ProgressLine {
            Layout.preferredWidth: Theme.px(640)
            Layout.alignment: Qt.AlignHCenter
            Layout.topMargin: Theme.px(20)
        }
    }
}
