pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// A column that scrolls when big letters need more room than there is, and stands in the middle when there is plenty.
Item {
    id: area

    default property alias content: column.data
    property alias spacing: column.spacing
    property bool centred: false
    property color ground: Theme.paper

    // Scrolls as little as shows the whole of it.
    function bring(item: Item): void {
        column.ensurePolished()
        const last = Math.max(0, flick.contentHeight - flick.height)
        const top = Math.max(flick.contentY, item.y + item.height - flick.height)
        flick.contentY = Math.max(0, Math.min(top, item.y, last))
    }

    implicitHeight: column.implicitHeight
    implicitWidth: column.implicitWidth

    Flickable {
        id: flick
        anchors.fill: parent
        contentWidth: width
        contentHeight: column.implicitHeight
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentHeight > height
        clip: true
        ColumnLayout {
            id: column
            width: flick.width
            y: area.centred ? Math.max(0, Math.round((flick.height - implicitHeight) / 2)) : 0
        }
    }
    ScrollMark {
        flick: flick
        ground: area.ground
    }
}
