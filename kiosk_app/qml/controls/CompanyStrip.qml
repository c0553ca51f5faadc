pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// Who else is in the call, on every page: name and role, and one touch that sends them out. Over the keyboard and a lowered
// page one thin line.
Item {
    id: strip

    required property var people
    property bool thin
    required property var intents
    readonly property bool any: people.length > 0
    readonly property real taken: y + height
    readonly property real room: any ? height + Theme.px(16) : 0
    readonly property bool wide: !Theme.portrait && people.length > 1

    visible: any
    height: !any ? 0 : thin ? line.height : grid.height

    Rectangle {
        id: line
        visible: strip.thin
        width: parent.width
        height: words.implicitHeight + Theme.px(12)
        radius: Theme.px(12)
        color: Theme.accSoft
        border.width: Theme.edge
        border.color: Theme.acc
        Label {
            id: words
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.gap }
            text: Theme.dotted(strip.people.map(person => person.text))
            font.bold: true
            tight: true
            maximumLineCount: 3
        }
    }
    GridLayout {
        id: grid
        objectName: "company"
        visible: !strip.thin
        width: parent.width
        columns: strip.wide ? 2 : 1
        columnSpacing: Theme.gap
        rowSpacing: Theme.px(8)

        Repeater {
            model: strip.people
            delegate: Rectangle {
                id: person
                required property var modelData
                implicitHeight: Math.max(Theme.target, name.implicitHeight) + Theme.px(16)
                radius: Theme.radius
                color: Theme.accSoft
                border.width: Theme.edge
                border.color: Theme.acc
                Accessible.role: Accessible.StaticText
                Accessible.name: modelData.text
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                RowLayout {
                    anchors { fill: parent; leftMargin: Theme.px(24); rightMargin: Theme.px(8) }
                    spacing: Theme.gap
                    LineIcon {
                        name: person.modelData.icon
                        colour: Theme.textOf("acc")
                        size: Theme.em(40)
                    }
                    Label {
                        id: name
                        text: person.modelData.text
                        font.bold: true
                        tight: true
                        maximumLineCount: 3
                        Layout.fillWidth: true
                    }
                    QuietButton {
                        objectName: "sendOut-" + person.modelData.id
                        text: person.modelData.end
                        textSize: Theme.body
                        describedAs: person.modelData.text + " " + person.modelData.end
                        leftPadding: Theme.px(24)
                        rightPadding: leftPadding
                        onActivated: strip.intents.sendOut(person.modelData.id)
                    }
                }
            }
        }
    }
}
