pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// The ways to the side as two columns of buttons.
GridLayout {
    id: grid

    required property var links
    required property var intents

    columns: 2
    columnSpacing: Theme.gap
    rowSpacing: Theme.gap
    uniformCellWidths: true

    Repeater {
        model: grid.links
        delegate: QuietButton {
            required property var modelData
            objectName: "link-" + modelData.id
            text: modelData.text
            leftPadding: Theme.px(24)
            rightPadding: leftPadding
            Layout.fillWidth: true
            Layout.fillHeight: true
            onActivated: grid.intents.openLink(modelData.id)
        }
    }
}
