pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Pages of papers side by side.
ListView {
    id: list

    property var papers: []

    cacheBuffer: 0
    model: list.papers
    orientation: ListView.Horizontal
    spacing: Theme.wide
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    delegate: PaperSheet {
        required property var modelData
        required property int index
        objectName: "paper-" + index
        url: modelData.url
        title: Theme.dotted([modelData.title, modelData.page])
        height: list.height
        width: list.count === 1 ? list.width : Math.max(Theme.px(240), Math.min(list.width * 0.84, height * 0.74))
    }
    PaperSheet {
        anchors.fill: parent
        visible: list.count === 0
    }
}
