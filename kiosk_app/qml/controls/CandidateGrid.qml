pragma ComponentBehavior: Bound

import QtQuick
import ".."

// All words at once, in the place of the keys.
GridView {
    id: grid

    objectName: "allCandidates"

    required property var keyboard
    property bool large: false
    readonly property int columns: Math.max(1, Math.floor(width / Theme.px(large ? Theme.zoomed ? 200 : 132 : Theme.zoomed ? 460 : Theme.elder ? 320 : 250)))
    signal chosen(int index)

    cellWidth: Math.floor(width / columns)
    cellHeight: Math.max(Theme.key, Theme.px(Theme.zoomed ? 150 : 104))
    boundsBehavior: Flickable.StopAtBounds
    clip: true
    cacheBuffer: 0
    model: grid.keyboard.candidates
    onModelChanged: positionViewAtBeginning()
    delegate: Candidate {
        width: grid.cellWidth
        height: grid.cellHeight
        large: grid.large
        onChosen: index => grid.chosen(index)
    }
    ScrollMark { parent: grid; flick: grid; inside: true; ground: Theme.keys }
}
