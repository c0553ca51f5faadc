pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// A small label over a weighty value: time, fee, number.
Card {
    id: tile

    property string label
    property string value
    property real valueSize: Theme.title
    property int valueLines: 2

    implicitWidth: Theme.px(240)
    implicitHeight: column.implicitHeight + Theme.px(36)
    radius: Theme.radius

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        anchors { leftMargin: Theme.wide; rightMargin: Theme.wide }
        spacing: 0
        Label {
            text: tile.label
            color: Theme.ink2
            Layout.fillWidth: true
        }
        Prose {
            text: tile.value
            font.pixelSize: tile.valueSize
            font.bold: true
            maximumLineCount: tile.valueLines
            tight: true
            Layout.fillWidth: true
        }
    }
}
