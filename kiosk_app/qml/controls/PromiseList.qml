pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// Each promise ticked apart; where they need more room than there is, the next one to tick comes into sight by itself.
ScrollColumn {
    id: list

    required property var promises
    signal ticked(string promise, bool on)

    spacing: Theme.gap
    onPromisesChanged: next.restart()
    onHeightChanged: next.restart()

    Repeater {
        id: rows
        model: list.promises
        delegate: ConfirmField {
            required property var modelData
            objectName: "promise-" + modelData.id
            name: modelData.id
            text: modelData.text
            on: modelData.ticked
            lines: 9
            Layout.fillWidth: true
            onTicked: on => list.ticked(modelData.id, on)
        }
    }
    Timer {
        id: next
        interval: 0
        onTriggered: {
            const open = rows.itemAt(list.promises.findIndex(promise => !promise.ticked))
            if (open)
                list.bring(open)
        }
    }
}
