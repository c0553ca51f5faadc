pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// Each promise ticked apart; where they need more room than there is, the next one to tick comes into sight by itself.
ScrollColumn {
    id: list

    required property var promises
    signal ticked(string promise, bool on)

    function next(): void { later.restart() }

    spacing: Theme.gap
    onPromisesChanged: next()
    onHeightChanged: next()

    Repeater {
        id: rows
        // By number: a line that is ticked stays the same line, keeps the focus of the keys and its place.
        model: list.promises.length
        delegate: ConfirmField {
            required property int index
            readonly property var promise: list.promises[index] ?? { id: "", text: "", ticked: false }
            objectName: "promise-" + promise.id
            name: promise.id
            text: promise.text
            on: promise.ticked
            lines: 9
            Layout.fillWidth: true
            onTicked: on => list.ticked(promise.id, on)
        }
    }
    Timer {
        id: later
        interval: 0
        onTriggered: {
            const open = rows.itemAt(list.promises.findIndex(promise => !promise.ticked))
            if (open)
                list.bring(open)
        }
    }
}
