pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// Text, digits, phone, bank card, ID number, amount and date: one line, its own keys, its own grouping.
FieldBox {
    id: field

    required property string name
    required property string widget
    required property string label
    required property string value
    required property int maxLength
    property string tag
    property string unit: widget === "amount" ? qsTr("元") : ""
    property bool showCheck: false
    signal edited(string value)
    signal entered

    readonly property var shapes: ({
        phone: { layout: "digits", groups: [3, 4], allowed: "0123456789", limit: 11 },
        bank_card: { layout: "digits", groups: [4], allowed: "0123456789", limit: 19 },
        id_number: { layout: "id", groups: [6, 8, 4], allowed: "0123456789X", limit: 18 },
        card_number: { layout: "card", groups: [6, 8, 4], allowed: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", limit: 18 },
        digits: { layout: "digits", groups: [], allowed: "0123456789", limit: 0 },
        amount: { layout: "amount", groups: [], allowed: "0123456789.", limit: 12 },
        number: { layout: "amount", groups: [], allowed: "0123456789.", limit: 12 }
    })
    readonly property var shape: shapes[widget] ?? { layout: "zh", groups: [], allowed: "", limit: 0 }
    readonly property alias editor: editor

    function focusHere(): void { editor.forceActiveFocus() }

    objectName: "field-" + name
    active: editor.activeFocus
    onValueChanged: if (!editor.activeFocus) editor.adopt(value)
    onMarkedChanged: editor.adopt(value)
    Component.onCompleted: editor.adopt(value)

    // What was refused while the finger was here shows a moment after it has gone.
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
            keyLayout: field.shape.layout
            groups: field.shape.groups
            sum: field.widget === "amount" || field.widget === "number"
            separator: sum ? "," : " "
            allowed: field.shape.allowed
            limit: field.shape.limit > 0 && (field.maxLength === 0 || field.shape.limit < field.maxLength)
                ? field.shape.limit : field.maxLength > 0 ? field.maxLength : 1000
            readOnly: field.locked
            activeFocusOnPress: !field.locked
            color: field.locked ? Theme.ink2 : Theme.ink
            Layout.fillWidth: true
            Layout.fillHeight: true
            onEdited: value => field.edited(value)
            onActiveFocusChanged: activeFocus ? field.entered() : settle.restart()
        }
        Label {
            visible: field.unit !== ""
            text: field.unit
            color: Theme.ink2
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
