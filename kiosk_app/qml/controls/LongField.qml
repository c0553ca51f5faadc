pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Several lines.
FieldBox {
    id: field

    required property string name
    required property string label
    required property string value
    required property int maxLength
    signal edited(string value)
    signal entered

    readonly property alias editor: editor

    function focusHere(): void { editor.forceActiveFocus() }

    objectName: "field-" + name
    implicitHeight: Theme.px(Theme.elder ? 248 : 192)
    active: editor.activeFocus
    onValueChanged: if (!editor.activeFocus) editor.adopt(value)
    onMarkedChanged: editor.adopt(value)
    Component.onCompleted: editor.adopt(value)

    Timer {
        id: settle
        interval: 500
        onTriggered: if (!editor.activeFocus) editor.adopt(field.value)
    }
    Flickable {
        id: flick
        anchors { fill: parent; margins: Theme.px(24) }
        contentWidth: width
        contentHeight: Math.max(height, editor.implicitHeight)
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        LongEditor {
            id: editor
            width: flick.width
            height: flick.contentHeight
            label: field.label
            limit: field.maxLength > 0 ? field.maxLength : 1000
            readOnly: field.locked
            onEdited: value => field.edited(value)
            onActiveFocusChanged: activeFocus ? field.entered() : settle.restart()
            onCursorRectangleChanged: {
                if (cursorRectangle.y < flick.contentY)
                    flick.contentY = cursorRectangle.y
                else if (cursorRectangle.y + cursorRectangle.height > flick.contentY + flick.height)
                    flick.contentY = cursorRectangle.y + cursorRectangle.height - flick.height
            }
        }
    }
}
