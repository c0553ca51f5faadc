pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ".."

// One answer of a list; below it, where the place lies.
T.AbstractButton {
    id: option

    required property string value
    property string sub
    property bool on: false

    objectName: "option-" + value
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.RadioButton
    Accessible.name: sub !== "" ? text + "，" + sub : text
    Accessible.checked: on

    background: Rectangle {
        radius: Theme.radius
        color: option.down ? Qt.darker(Theme.card, 1.1) : option.on ? Theme.priSoft : Theme.card
        border.width: Theme.edgeBold
        border.color: option.on || option.visualFocus ? Theme.pri : Theme.lineStrong
    }
    contentItem: Item {
        Column {
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(20) }
            Label {
                width: parent.width
                text: option.text
                font.pixelSize: Theme.lead
                font.bold: option.on
                color: option.on ? Theme.priDark : Theme.ink
                tight: true
                maximumLineCount: option.sub !== "" ? 1 : 2
            }
            Label {
                visible: text !== ""
                width: parent.width
                text: option.sub
                color: Theme.ink2
                tight: true
                maximumLineCount: 2
            }
        }
    }
}
