pragma ComponentBehavior: Bound

import QtQuick
import ".."

// One field of a form: label, the right box for its kind, and a line that never moves: help, reason, trouble, or the official's note.
Item {
    id: row

    required property var model
    required property int index
    required property var intents
    property real gutter: 0
    readonly property string name: model.name
    readonly property string widget: model.widget
    readonly property bool locked: model.readonly
    readonly property bool wrong: model.error !== ""
    readonly property var inside: box.item
    // How to fill it in; why we ask, once somebody is at it or when there is nothing to explain. What is tapped and not
    // written in says both at once.
    readonly property string reason: holdsFocus ? model.why || model.help : takesFocus ? model.help || model.why
        : [model.help, model.why].filter(words => words !== "").join(" ")
    readonly property bool takesFocus: !locked && inside !== null && inside.active !== undefined
    readonly property bool holdsFocus: inside !== null && inside.active === true

    function focusHere(): void { if (!locked && inside && inside.focusHere) inside.focusHere() }

    implicitHeight: message.y + message.height
    Accessible.role: Accessible.Grouping
    Accessible.name: model.label
    Accessible.description: model.error
    onHoldsFocusChanged: if (!holdsFocus && wrong) Accessible.announce(model.label + " " + model.error)

    Label {
        id: caption
        anchors { left: parent.left; right: parent.right; top: parent.top; rightMargin: row.gutter }
        visible: row.widget !== "confirm"
        text: row.model.label
        color: Theme.ink2
        maximumLineCount: 2
    }
    Loader {
        id: box
        anchors { left: parent.left; right: parent.right; topMargin: Theme.px(4); rightMargin: row.gutter }
        anchors.top: row.widget === "confirm" ? parent.top : caption.bottom
        sourceComponent: row.widget === "choice" ? choice : row.widget === "confirm" ? confirm
            : row.widget === "pick" && !row.locked ? pick : row.widget === "group" ? group : row.widget === "multiline" ? long_ : row.widget === "date" ? date : line
    }
    Label {
        id: message
        readonly property real twoLines: Math.ceil(metrics.height * 0.9) + Math.ceil(metrics.height) + Math.ceil(font.pixelSize * 0.145)
        anchors { left: parent.left; right: parent.right; top: box.bottom; topMargin: Theme.px(4); rightMargin: row.gutter }
        height: row.takesFocus ? twoLines : Math.max(twoLines, implicitHeight)
        text: row.wrong ? row.model.error : row.model.marked ? row.model.markNote : row.reason
        color: row.wrong ? Theme.badText : row.model.marked ? Theme.accText : Theme.ink3
        font.bold: row.wrong || row.model.marked
        tight: true
        maximumLineCount: row.takesFocus ? 2 : 4
    }
    FontMetrics {
        id: metrics
        font: message.font
    }

    Component {
        id: line
        InputField {
            name: row.name; widget: row.widget; label: row.model.label; value: row.model.value; maxLength: row.model.maxLength
            tag: row.model.tag; showCheck: row.model.good || row.locked
            locked: row.locked; wrong: row.wrong; good: row.model.good; marked: row.model.marked
            onEdited: value => row.intents.editField(row.name, value)
            onEntered: row.intents.focusField(row.name)
        }
    }
    Component {
        id: date
        DateEntry {
            name: row.name; label: row.model.label; value: row.model.value; range: row.model.range
            tag: row.model.tag; showCheck: row.model.good || row.locked
            locked: row.locked; wrong: row.wrong; good: row.model.good; marked: row.model.marked
            onEdited: value => row.intents.editField(row.name, value)
            onEntered: row.intents.focusField(row.name)
        }
    }
    Component {
        id: long_
        LongField {
            name: row.name; label: row.model.label; value: row.model.value; maxLength: row.model.maxLength
            locked: row.locked; wrong: row.wrong; good: row.model.good; marked: row.model.marked
            onEdited: value => row.intents.editField(row.name, value)
            onEntered: row.intents.focusField(row.name)
        }
    }
    Component {
        id: pick
        PickField {
            name: row.name; label: row.model.label; value: row.model.value
            wrong: row.wrong; good: row.model.good; marked: row.model.marked
            onOpened: row.intents.openPicker(row.name)
        }
    }
    Component {
        id: group
        GroupField {
            name: row.name; rows: row.model.choices; addText: row.model.add
            wrong: row.wrong; marked: row.model.marked
            onAdded: row.intents.addRow(row.name)
            onOpened: path => row.intents.openRow(path)
            onDropped: path => row.intents.dropRow(path)
        }
    }
    Component {
        id: choice
        ChoiceField {
            name: row.name; value: row.model.value; choices: row.model.choices
            locked: row.locked; wrong: row.wrong; marked: row.model.marked
            onChosen: value => { row.intents.focusField(row.name); row.intents.editField(row.name, value) }
        }
    }
    Component {
        id: confirm
        ConfirmField {
            objectName: "field-" + row.name
            name: row.name; text: row.model.label; on: row.model.value === "true"
            enabled: !row.locked; wrong: row.wrong; marked: row.model.marked
            onTicked: on => { row.intents.focusField(row.name); row.intents.editField(row.name, on) }
        }
    }
}
