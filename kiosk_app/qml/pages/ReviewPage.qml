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

        PaperRack {
            view: page.view
            onShowNumbers: page.intents.showNumbers()
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 760
            Layout.preferredHeight: Theme.elder ? 640 : 900
            Layout.minimumHeight: Theme.portrait && page.height > Theme.px(1000) ? Theme.px(520) : 0
        }
        ScrollColumn {
            spacing: Theme.px(16)
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredHeight: 700
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
                                Layout.preferredWidth: Theme.em(170)
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
            Label {
                visible: page.view.promises.length > 0
                text: page.view.promisesTitle
                font.pixelSize: Theme.lead
                font.bold: true
                maximumLineCount: 2
                Layout.fillWidth: true
                Layout.topMargin: Theme.gap
            }
            Repeater {
                model: page.view.promises
                delegate: RowLayout {
                    id: promise
                    required property var modelData
                    spacing: Theme.wide
                    StateMark {
                        state_: promise.modelData.ticked ? "done" : "todo"
                        Layout.alignment: Qt.AlignTop
                    }
                    ColumnLayout {
                        spacing: 0
                        Layout.fillWidth: true
                        Label {
                            visible: text !== ""
                            text: promise.modelData.kind
                            font.bold: true
                            maximumLineCount: 2
                            Layout.fillWidth: true
                        }
                        Label {
                            text: promise.modelData.text
                            color: Theme.ink2
                            maximumLineCount: 8
                            Layout.fillWidth: true
                        }
                    }
                }
            }
        }
    }
}
