pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Words of any length in the room there is: what does not fit is pushed up by hand, and a mark tells that there is more.
Item {
    id: area

    property alias text: label.text
    property alias color: label.color
    property alias font: label.font
    property color ground: Theme.card

    implicitHeight: label.implicitHeight

    Flickable {
        id: flick
        anchors.fill: parent
        contentWidth: width
        contentHeight: label.implicitHeight
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentHeight > height
        clip: true
        Label {
            id: label
            width: flick.width
            tight: true
            onTextChanged: flick.contentY = 0
        }
    }
    ScrollMark {
        flick: flick
        ground: area.ground
    }
}
