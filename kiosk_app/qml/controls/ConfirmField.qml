pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ".."

// A sentence to agree to: the whole line is the target.
T.AbstractButton {
    id: field

    property string name
    property bool on: false
    property bool wrong: false
    property bool marked: false
    property int lines: 4
    signal ticked(bool on)

    implicitHeight: Math.max(Theme.target, words.implicitHeight + Theme.px(28))
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.checkable: true
    // Qt tells a screen reader what the button itself is, whatever stands above; a press does not change it.
    checked: on
    onClicked: field.ticked(!field.on)

    background: Rectangle {
        radius: Theme.radius
        color: field.down ? Qt.darker(Theme.card, 1.1) : field.on ? Theme.priSoft : Theme.card
        border.width: Theme.edgeBold
        border.color: field.wrong ? Theme.bad : field.marked ? Theme.acc : field.on ? Theme.pri : Theme.lineStrong
    }
    contentItem: Item {
        Rectangle {
            id: box
            anchors { left: parent.left; leftMargin: Theme.px(24); verticalCenter: parent.verticalCenter }
            width: Theme.em(44)
            height: width
            radius: Theme.px(10)
            color: field.on ? Theme.pri : Theme.card
            border.width: Theme.edgeBold
            border.color: field.on ? Theme.pri : Theme.lineStrong
            LineIcon {
                anchors.centerIn: parent
                visible: field.on
                name: "check"
                colour: Theme.inkOnPri
                size: Theme.em(34)
            }
        }
        Label {
            id: words
            anchors { left: box.right; right: parent.right; verticalCenter: parent.verticalCenter }
            anchors { leftMargin: Theme.px(20); rightMargin: Theme.px(20) }
            text: field.text
            maximumLineCount: field.lines
            tight: true
        }
    }
}
