pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Big answers, and other ways: as many as there are, side by side while they fit.
Flow {
    id: flow

    required property var model
    property string prefix
    property bool strong: false
    signal picked(string id)

    // Four that do not fit side by side stand two and two, not three and one.
    readonly property real wanted: {
        const keys = Array.from(children).filter(child => child instanceof PressButton)
        return keys.reduce((sum, key) => sum + key.implicitWidth + spacing, -spacing)
    }
    readonly property bool paired: Theme.portrait || (buttons.count <= 4 && wanted > width)

    spacing: Theme.wide
    visible: buttons.count > 0

    Repeater {
        id: buttons
        model: flow.model
        delegate: PressButton {
            required property var modelData
            required property int index
            readonly property real half: Math.floor((flow.width - flow.spacing) / 2)
            // The last one has the row to itself, if it needs it.
            readonly property bool alone: index % 2 === 0 && index === buttons.count - 1 && implicitWidth > half
            objectName: flow.prefix + modelData.id
            text: modelData.text
            enabled: modelData.enabled ?? true
            fill: flow.strong ? Theme.priSoft : Theme.card
            border: flow.strong ? Theme.pri : Theme.lineStrong
            ink: flow.strong ? Theme.priDark : Theme.ink
            lines: 3
            width: flow.paired && !alone ? half : Math.min(implicitWidth, flow.width)
            onActivated: flow.picked(modelData.id)
        }
    }
}
