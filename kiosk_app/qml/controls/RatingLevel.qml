pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import ".."

// One of the five levels: as many stars, its words.
T.AbstractButton {
    id: button

    required property int level
    property bool on: false
    property bool folded: false
    signal chosen

    objectName: "rate-" + level
    implicitHeight: Theme.target
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.RadioButton
    Accessible.name: text
    Accessible.checkable: true
    // Qt tells a screen reader what the button itself is, whatever stands above; a press does not change it.
    checked: on
    onClicked: button.chosen()

    background: Rectangle {
        radius: Theme.radius
        color: button.down || button.on ? Theme.okSoft : Theme.card
        border.width: button.on ? Theme.edgeBold : Theme.edge
        border.color: button.on ? Theme.ok : Theme.line
    }
    contentItem: Item {
        LineIcon {
            id: tick
            anchors { right: parent.right; rightMargin: Theme.px(16) }
            y: button.folded ? words.y : (parent.height - height) / 2 // folded: beside the stars, the words need the width
            visible: button.on
            name: "check"
            colour: Theme.okText
            size: Theme.em(36)
        }
        GridLayout {
            id: words
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
            anchors { leftMargin: Theme.px(button.folded ? 16 : 28); rightMargin: button.folded ? Theme.gap : Theme.px(24) + tick.width }
            columns: button.folded ? 1 : 2
            columnSpacing: Theme.px(28)
            rowSpacing: 0
            Row {
                spacing: Theme.px(4)
                Layout.preferredWidth: button.folded ? -1 : (Theme.em(40) + spacing) * 5
                Repeater {
                    model: button.level
                    delegate: LineIcon {
                        name: "star"
                        colour: button?.on ? Theme.okText : Theme.contrast ? Theme.ink : Theme.acc
                        size: button?.folded ? Theme.px(36) : Theme.em(40)
                    }
                }
            }
            Label {
                text: button.text
                font.pixelSize: Theme.em(button.folded ? 28 : 34)
                font.bold: true
                color: button.on ? Theme.okText : Theme.ink
                tight: true
                maximumLineCount: 2
                Layout.fillWidth: true
            }
        }
    }
}
