pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// Everything at one look before signing: what was filled in, each line mendable, and the papers.
PageArea {
    id: page

    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(36); bottomMargin: Theme.px(20) }
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.px(40)
        rowSpacing: Theme.px(20)

        RowLayout {
            spacing: Theme.wide
            Layout.columnSpan: Theme.portrait ? 1 : 2
            Layout.fillWidth: true
            ColumnLayout {
                spacing: 0
                Layout.fillWidth: true
                Label {
                    text: page.view.title
                    font.pixelSize: Theme.title
                    font.bold: true
                    maximumLineCount: 2
                    Layout.fillWidth: true
                }
                Label {
                    text: page.view.text
                    color: Theme.ink2
                    maximumLineCount: 3
                    Layout.fillWidth: true
                }
            }
            QuietButton {
                objectName: "showNumbers"
                glyph: page.view.bare ? "eye-off" : "eye"
                text: page.view.numbersText
                ink: Theme.priDark
                border: Theme.pri
                Layout.maximumWidth: Theme.em(360)
                onActivated: page.intents.showNumbers()
            }
        }
        Card {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1180
            Layout.preferredHeight: 620
            ListView {
                id: list
                cacheBuffer: 0
                anchors { fill: parent; margins: Theme.px(12) }
                model: page.view.rows
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                ScrollMark { parent: list; flick: list; inside: true; ground: Theme.card }
                delegate: CheckRow {
                    width: list.width
                    lastRow: index === list.count - 1
                    onEdit: page.intents.editPage(modelData.page)
                }
            }
        }
        ColumnLayout {
            spacing: Theme.gap
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 588
            Layout.preferredHeight: Theme.portrait ? 420 : 620
            Label {
                text: qsTr("材料")
                font.pixelSize: Theme.lead
                font.bold: true
            }
            ListView {
                id: papers
                cacheBuffer: 0
                model: page.view.materials
                spacing: Theme.gap
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.rightMargin: -Theme.px(20)
                ScrollMark { parent: papers; flick: papers; inside: true }
                delegate: PaperTile { width: papers.width - Theme.px(20) }
                Label {
                    visible: papers.count === 0
                    width: parent.width
                    text: qsTr("这件事不用交材料。")
                    color: Theme.ink2
                }
            }
        }
    }
}
