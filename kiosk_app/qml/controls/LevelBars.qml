pragma ComponentBehavior: Bound

import QtQuick
import ".."

// How loud somebody is, as bars that rise. Always on a dark ground.
Row {
    id: meter

    property int level: 0
    property int most: 8
    property real size: Theme.px(28)

    spacing: Theme.px(4)
    height: size
    Accessible.ignored: true

    Repeater {
        model: meter.most
        delegate: Rectangle {
            required property int index
            anchors.bottom: parent ? parent.bottom : undefined
            width: Theme.px(10)
            height: Math.round(meter.size * (0.3 + 0.7 * (index + 1) / meter.most))
            radius: Theme.px(3)
            color: index < meter.level ? "#7BE0A6" : "#5C7180"
        }
    }
}
