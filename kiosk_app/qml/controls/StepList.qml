pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// What happened and what comes next, one line each, with its mark.
ColumnLayout {
    id: list

    required property var steps
    property int from: 0

    spacing: Theme.px(Theme.elder ? 14 : 28)

    Repeater {
        model: list.steps.slice(list.from)
        delegate: RowLayout {
            id: step
            required property var modelData
            required property int index
            spacing: Theme.px(26)
            StateMark {
                state_: step.modelData.state
                number: list.from + step.index + 1
                implicitWidth: Theme.em(54)
                Layout.alignment: Qt.AlignTop
            }
            ColumnLayout {
                spacing: 0
                Label {
                    text: step.modelData.title
                    font.pixelSize: Theme.lead
                    font.bold: true
                    maximumLineCount: 2
                    Layout.fillWidth: true
                }
                Prose {
                    visible: text !== ""
                    text: step.modelData.text
                    color: Theme.ink2
                    maximumLineCount: 6
                    Layout.fillWidth: true
                }
            }
        }
    }
}
