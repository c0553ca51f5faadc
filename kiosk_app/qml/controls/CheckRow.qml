pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// One line of the filled form: what, how it was answered, and a way to mend it.
Item {
    id: row

    required property var modelData
    required property int index
    property bool lastRow: false
    signal edit

    implicitHeight: Math.max(Theme.target + Theme.gap, words.implicitHeight + Theme.px(28))

    GridLayout {
        id: words
        anchors { left: parent.left; right: button.visible ? button.left : parent.right; verticalCenter: parent.verticalCenter }
        anchors { leftMargin: Theme.px(24); rightMargin: Theme.gap }
        columns: Theme.elder || Theme.portrait || row.width < Theme.px(800) ? 1 : 2
        columnSpacing: Theme.wide
        rowSpacing: 0
        Label {
            text: row.modelData.label
            color: Theme.ink2
            maximumLineCount: 2
            Layout.preferredWidth: words.columns === 1 ? -1 : Theme.px(300)
            Layout.fillWidth: words.columns === 1
        }
        Label {
            text: row.modelData.value
            font.pixelSize: Theme.lead
            maximumLineCount: 4
            wrapMode: Text.WrapAnywhere
            Layout.fillWidth: true
        }
    }
    QuietButton {
        id: button
        objectName: "edit-" + row.index
        visible: row.modelData.editable
        anchors { right: parent.right; rightMargin: Theme.px(8); verticalCenter: parent.verticalCenter }
        text: qsTr("改")
        describedAs: qsTr("改 %1").arg(row.modelData.label)
        ink: Theme.priDark
        fill: "transparent"
        border: "transparent"
        leftPadding: Theme.wide
        rightPadding: Theme.wide
        onActivated: row.edit()
    }
    Rectangle {
        visible: !row.lastRow
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; leftMargin: Theme.px(24); rightMargin: Theme.px(24) }
        height: Theme.edge
        color: Theme.line
    }
}
