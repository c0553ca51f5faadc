pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// The signed application once more, with what it is about, before it goes out.
PageArea {
    id: page

    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(40); bottomMargin: Theme.px(32) }
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.px(56)
        rowSpacing: Theme.px(28)

        ListView {
            id: papers
            cacheBuffer: 0
            model: page.view.paperUrls
            orientation: ListView.Horizontal
            spacing: Theme.wide
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 760
            Layout.preferredHeight: 900
            delegate: PaperSheet {
                required property var modelData
                required property int index
                objectName: "paper-" + index
                url: modelData.url
                height: papers.height
                width: papers.count === 1 ? papers.width : Math.min(papers.width * 0.8, height * 0.74)
            }
        }
        ScrollColumn {
            spacing: Theme.px(16)
            Layout.fillWidth: true
            Layout.fillHeight: !Theme.portrait
            Layout.preferredWidth: 1000
            Label {
                text: page.view.title
                font.pixelSize: Theme.em(Theme.elder ? 44 : 52)
                font.bold: true
                maximumLineCount: 2
                tight: true
                Layout.fillWidth: true
            }
            Label {
                text: page.view.text
                font.pixelSize: Theme.lead
                color: Theme.ink2
                maximumLineCount: 4
                Layout.fillWidth: true
            }
            Card {
                implicitHeight: facts.implicitHeight + Theme.px(48)
                Layout.fillWidth: true
                Layout.topMargin: Theme.px(16)
                ColumnLayout {
                    id: facts
                    anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
                    anchors { leftMargin: Theme.px(36); rightMargin: Theme.px(36) }
                    spacing: Theme.px(14)
                    Repeater {
                        model: page.view.summary
                        delegate: RowLayout {
                            id: fact
                            required property var modelData
                            spacing: Theme.wide
                            Label {
                                text: fact.modelData.label
                                color: Theme.ink2
                                maximumLineCount: 2
                                Layout.preferredWidth: Theme.em(150)
                                Layout.alignment: Qt.AlignTop
                            }
                            Label {
                                text: fact.modelData.value
                                font.bold: true
                                maximumLineCount: 3
                                Layout.fillWidth: true
                                Layout.alignment: Qt.AlignTop
                            }
                        }
                    }
                }
            }
        }
    }
}
