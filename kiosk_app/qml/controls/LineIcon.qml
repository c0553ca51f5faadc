pragma ComponentBehavior: Bound

import QtQuick
import ".."

// One line icon in one colour.
Image {
    id: icon

    property string name
    property color colour: Theme.ink
    property real size: Theme.em(36)

    source: name === "" ? "" : Theme.icon(name, colour)
    sourceSize: Qt.size(size, size)
    width: size
    height: size
    fillMode: Image.PreserveAspectFit
    Accessible.ignored: true
}
