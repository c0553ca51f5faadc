pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// The rows of a group, one card each: who, what was said, whether it is complete. Filling in happens on a page of its own.
Item {
    id: field

    required property string name
    required property var rows
    required property string addText
    property bool wrong: false
    property bool marked: false
    signal added
    signal opened(string row)
    signal dropped(string row)

    objectName: "field-" + name
    implicitHeight: column.implicitHeight

    ColumnLayout {
        id: column
        width: field.width
        spacing: Theme.gap

        Repeater {
            model: field.rows
            delegate: GroupCard {
                Layout.fillWidth: true
                onOpened: path => field.opened(path)
                onDropped: path => field.dropped(path)
            }
        }
        PressButton {
            objectName: "add-" + field.name
            visible: field.addText !== ""
            text: field.addText
            glyph: "plus"
            ink: Theme.priDark
            border: field.wrong ? Theme.bad : field.marked ? Theme.acc : Theme.pri
            fill: field.wrong ? Theme.badSoft : Theme.card
            Layout.fillWidth: true
            onActivated: field.added()
        }
    }
}
