pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ".."

// The pages taken of one paper, and room for one more.
Item {
    id: strip

    required property var pages
    property string addText
    signal chosen(int page)
    signal added

    implicitHeight: Theme.px(Theme.elder ? 140 : 124)

    ListView {
        id: list
        cacheBuffer: 0
        model: strip.pages
        orientation: ListView.Horizontal
        spacing: Theme.gap
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        height: strip.height
        width: Math.min(wanted, strip.width - add.width - Theme.gap)
        readonly property real each: Theme.px(Theme.elder ? 120 : 104)
        readonly property real wanted: count * (each + spacing) - spacing
        Timer { id: later; interval: 0; onTriggered: list.showCurrent() }
        onModelChanged: later.restart()
        onWidthChanged: later.restart()
        // With its neighbours, where there is room for them.
        function showCurrent(): void {
            const at = strip.pages.findIndex(page => page.current)
            for (const near of [at - 1, at + 1, at])
                if (at >= 0 && near >= 0 && near < count)
                    positionViewAtIndex(near, ListView.Contain)
        }
        delegate: T.AbstractButton {
            id: thumb
            required property var modelData
            objectName: "page-" + modelData.page
            width: list.each
            height: list.height
            focusPolicy: Qt.TabFocus
            Accessible.role: Accessible.Button
            Accessible.name: modelData.name
            Accessible.checked: modelData.current
            onClicked: strip.chosen(modelData.page)
            background: Rectangle {
                radius: Theme.px(12)
                color: thumb.modelData.current ? Theme.priSoft : Theme.card
                border.width: thumb.modelData.current ? Theme.edgeBold : Theme.edge
                border.color: thumb.modelData.current ? Theme.pri : Theme.line
            }
            contentItem: Item {
                Image {
                    anchors { fill: parent; margins: Theme.px(10); bottomMargin: number.height + Theme.px(4) }
                    source: thumb.modelData.url
                    cache: false
                    fillMode: Image.PreserveAspectFit
                    sourceSize: Qt.size(Theme.px(160), Theme.px(160))
                    Accessible.ignored: true
                }
                Label {
                    id: number
                    anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.px(2) }
                    text: thumb.modelData.text
                    font.bold: thumb.modelData.current
                    color: thumb.modelData.current ? Theme.priDark : Theme.ink2
                    tight: true
                }
            }
        }
    }
    PressButton {
        id: add
        objectName: "addPage"
        glyph: "paper"
        text: strip.addText
        leftPadding: Theme.px(24)
        rightPadding: Theme.px(24)
        ink: Theme.priDark
        x: list.count > 0 ? list.width + Theme.gap : 0
        height: strip.height
        width: implicitWidth
        onActivated: strip.added()
    }
}
