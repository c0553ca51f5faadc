pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// A paper under the camera: the live outline tells what to do, the picture takes itself.
PageArea {
    id: page

    required property var frames
    // An official's picture stands beside: the paper under the camera comes first, the list keeps the row it is about.
    readonly property bool tight: Theme.portrait ? height < Theme.px(Theme.elder ? 1100 : 1000) : Theme.elder && width < Theme.px(1600)

    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(40); bottomMargin: Theme.px(24) }
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.px(44)
        rowSpacing: Theme.px(28)

        ColumnLayout {
            spacing: Theme.gap
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1180
            PaperStage {
                view: page.view
                frames: page.frames
                Layout.fillWidth: true
                Layout.fillHeight: true
            }
            PageStrip {
                visible: page.view.addText !== ""
                pages: page.view.pages
                addText: page.view.addText
                Layout.fillWidth: true
                onChosen: number => page.intents.showPage(number)
                onAdded: page.intents.addPage()
            }
        }
        ColumnLayout {
            spacing: Theme.gap
            Layout.fillWidth: true
            Layout.fillHeight: !Theme.portrait
            Layout.preferredWidth: 584
            Label {
                visible: !page.tight // the row says it, too
                text: page.view.title
                font.pixelSize: Theme.title
                font.bold: true
                maximumLineCount: 2
                tight: true
                Layout.fillWidth: true
            }
            Prose {
                visible: !page.tight // the picture says it, too
                text: page.view.text
                color: Theme.ink2
                maximumLineCount: 3
                Layout.fillWidth: true
            }
            ListView {
                id: list
                readonly property real row: (contentHeight + spacing) / Math.max(1, count)
                cacheBuffer: 0
                model: page.view.items
                spacing: Theme.gap
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                // So that it ends with a whole row at its top, too.
                bottomMargin: contentHeight > height ? (height + spacing) % row : 0
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredHeight: Theme.portrait ? rows(page.height * (page.tight ? 0.1 : page.view.addText === "" ? 0.36 : Theme.elder ? 0.17 : 0.24)) : 100
                // Whole rows on a tall glass, one at least: half a row says nothing and costs the picture its room.
                function rows(room: real): real {
                    return Math.min(contentHeight, Math.max(1, Math.floor((room + spacing) / row)) * row - spacing)
                }
                // A timer goes with its page; Qt.callLater would move a list that is being destroyed, which ends Qt 6.11.
                Timer { id: later; interval: 0; onTriggered: list.showCurrent() }
                onCountChanged: later.restart()
                onModelChanged: later.restart()
                onHeightChanged: later.restart()
                function showCurrent(): void {
                    const at = page.view.items.findIndex(item => item.state === "current")
                    if (at < 0)
                        return
                    if (height > 2.9 * row) // with the next one below it, which the fade lies on
                        positionViewAtIndex(Math.min(at + 1, count - 1), ListView.Contain)
                    positionViewAtIndex(at, height > 2.9 * row ? ListView.Contain : ListView.Beginning)
                }
                Layout.rightMargin: -Theme.px(20)
                ScrollMark { parent: list; flick: list; inside: true; fades: list.height > 1.5 * list.row }
                delegate: MaterialTile {
                    width: list.width - Theme.px(20)
                    onActivated: page.intents.chooseMaterial(modelData.id)
                }
            }
            GridLayout {
                columns: Theme.portrait || (Theme.elder && width > Theme.px(520)) ? 2 : 1
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap
                Layout.fillWidth: true
                Repeater {
                    model: page.view.actions
                    delegate: PressButton {
                        required property var modelData
                        objectName: modelData.id
                        enabled: modelData.enabled
                        glyph: modelData.glyph
                        text: modelData.text
                        fill: modelData.strong ? Theme.pri : Theme.card
                        ink: modelData.strong ? Theme.inkOnPri : Theme.priDark
                        border: Theme.pri
                        leftPadding: Theme.gap
                        rightPadding: Theme.gap
                        Layout.fillWidth: true
                        Layout.preferredWidth: 1  // equal widths; uniformCellWidths lays out without end here (Qt 6.11)
                        onActivated: page.intents[modelData.id]()
                    }
                }
            }
        }
    }
}
