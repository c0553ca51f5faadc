pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// A date by digit keys, or by a drum that opens below the line. What the drum shows is what is written.
Column {
    id: entry

    required property string name
    required property string label
    required property string value
    required property var range
    property string tag
    property bool showCheck: false
    property bool locked: false
    property bool wrong: false
    property bool good: false
    property bool marked: false
    property bool open: false
    readonly property bool active: line.active || (wheels !== null && wheels.activeFocus)
    readonly property alias editor: line.editor
    readonly property DateDrum wheels: drum.item as DateDrum
    signal edited(string value)
    signal entered

    function focusHere(): void { line.focusHere() }
    function turn(): void {
        open = !open
        if (!open)
            return
        if (value === "")
            edited(range.start)
        wheels.forceActiveFocus()
        entered()
    }

    spacing: Theme.gap

    RowLayout {
        width: entry.width
        spacing: Theme.gap
        DateField {
            id: line
            name: entry.name; label: entry.label; value: entry.value
            tag: entry.tag; showCheck: entry.showCheck
            locked: entry.locked; wrong: entry.wrong; good: entry.good; marked: entry.marked
            Layout.fillWidth: true
            onEdited: value => entry.edited(value)
            onEntered: entry.entered()
        }
        QuietButton {
            objectName: "drum-" + entry.name
            visible: !entry.locked
            glyph: entry.open ? "check" : "calendar"
            describedAs: entry.open ? qsTr("日期选好了") : qsTr("滚轮选日期")
            ink: Theme.priDark
            leftPadding: Theme.px(20)
            rightPadding: Theme.px(20)
            Layout.fillHeight: true
            onActivated: entry.turn()
        }
    }
    Loader {
        id: drum
        width: entry.width
        active: entry.open && !entry.locked
        visible: active
        sourceComponent: DateDrum {
            name: entry.name
            value: entry.value
            range: entry.range
            onChosen: value => entry.edited(value)
        }
    }
}
