pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// A date by digit keys: eight digits, shown as 1951-06-14, handed on with its dashes.
FieldBox {
    id: field

    required property string name
    required property string label
    required property string value
    property string tag
    property bool showCheck: false
    signal edited(string value)
    signal entered

    readonly property alias editor: editor

    function focusHere(): void { editor.forceActiveFocus() }

    objectName: "field-" + name
    active: editor.activeFocus
    onValueChanged: if (!editor.activeFocus) editor.adopt(value)
    onMarkedChanged: editor.adopt(value)
    Component.onCompleted: editor.adopt(value)

    Timer {
        id: settle
        interval: 500
        onTriggered: if (!editor.activeFocus) editor.adopt(field.value)
    }
    MouseArea {
        anchors.fill: parent
        enabled: !field.locked
        onClicked: editor.forceActiveFocus()
    }
    RowLayout {
        anchors { fill: parent; leftMargin: Theme.px(32); rightMargin: Theme.px(28) }
        spacing: Theme.gap
        Editor {
            id: editor
            label: field.label
            keyLayout: "digits"
            groups: [4, 2]
            separator: "-"
            allowed: "0123456789"
            limit: 8
            readOnly: field.locked
            activeFocusOnPress: !field.locked
            color: field.locked ? Theme.ink2 : Theme.ink
            Layout.fillWidth: true
            Layout.fillHeight: true
            onEdited: value => field.edited(grouped(value))
            onActiveFocusChanged: activeFocus ? field.entered() : settle.restart()
            Label {
                anchors { left: parent.left; verticalCenter: parent.verticalCenter }
                visible: editor.text === "" && !editor.activeFocus
                text: qsTr("年 - 月 - 日，如 1951-06-14")
                color: Theme.ink3
                wrapMode: Text.NoWrap
                width: parent.width
            }
        }
        Label {
            visible: field.tag !== ""
            text: field.tag
            color: Theme.okText
            wrapMode: Text.NoWrap
        }
        LineIcon {
            visible: field.showCheck
            name: field.locked ? "lock" : "check"
            colour: Theme.okText
            size: Theme.em(30)
        }
    }
}
