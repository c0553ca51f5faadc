pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import ".."

// A field whose answer is chosen from a list of its own: shows the answer, opens the list.
T.AbstractButton {
    id: field

    required property string name
    required property string label
    required property string value
    property bool wrong: false
    property bool good: false
    property bool marked: false
    signal opened

    objectName: "field-" + name
    implicitHeight: Math.max(box.implicitHeight, words.implicitHeight + Theme.px(28))
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: label + "，" + words.text
    onClicked: if (guard.admits()) field.opened()

    PressGuard { id: guard; button: field }

    background: FieldBox {
        id: box
        wrong: field.wrong
        good: field.good
        marked: field.marked
        active: field.down || field.visualFocus
    }
    contentItem: Item {
        RowLayout {
            anchors { fill: parent; leftMargin: Theme.px(32); rightMargin: Theme.px(28) }
            spacing: Theme.gap
            Label {
                id: words
                text: field.value !== "" ? field.value : qsTr("点这里选")
                font.pixelSize: Theme.em(field.value !== "" ? 34 : 32)
                color: field.value !== "" ? Theme.ink : Theme.ink3
                maximumLineCount: 3
                Layout.fillWidth: true
            }
            LineIcon {
                visible: field.good
                name: "check"
                colour: Theme.okText
                size: Theme.em(30)
            }
            LineIcon {
                name: "next"
                colour: Theme.pri
                size: Theme.em(34)
            }
        }
    }
}
