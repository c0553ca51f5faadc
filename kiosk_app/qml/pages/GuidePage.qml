pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// The whole guide on one page, in plain words.
PageArea {
    id: page

    Flickable {
        id: flick
        anchors { fill: parent; topMargin: Theme.px(36) }
        contentWidth: width
        contentHeight: Math.max(height, body.implicitHeight + Theme.px(32))
        boundsBehavior: Flickable.StopAtBounds
        clip: true

        ColumnLayout {
            id: body
            width: parent.width
            spacing: Theme.px(12)

            Label {
                text: page.view.department
                color: Theme.ink2
                Layout.fillWidth: true
            }
            Prose {
                text: page.view.title
                font.pixelSize: Theme.question
                font.bold: true
                tight: true
                maximumLineCount: 3
                Layout.fillWidth: true
            }
            Prose {
                text: page.view.summary
                font.pixelSize: Theme.lead
                color: Theme.ink2
                maximumLineCount: 4
                Layout.fillWidth: true
            }
            GridLayout {
                columns: Theme.portrait ? 1 : 2
                columnSpacing: Theme.px(32)
                rowSpacing: Theme.wide
                Layout.topMargin: Theme.px(16)

                Card {
                    implicitHeight: left.implicitHeight + Theme.px(72)
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredWidth: 1060
                    ColumnLayout {
                        id: left
                        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.px(36) }
                        spacing: Theme.px(10)
                        Label {
                            text: qsTr("谁能办")
                            font.pixelSize: Theme.lead
                            font.bold: true
                        }
                        Repeater {
                            model: page.view.who
                            delegate: Label {
                                required property var modelData
                                text: modelData.text
                                maximumLineCount: 3
                                Layout.fillWidth: true
                            }
                        }
                        Label {
                            text: qsTr("要带什么")
                            font.pixelSize: Theme.lead
                            font.bold: true
                            Layout.topMargin: Theme.px(20)
                        }
                        Repeater {
                            model: page.view.materials
                            delegate: MaterialLine { Layout.fillWidth: true }
                        }
                        Label {
                            visible: page.view.materials.length === 0
                            text: qsTr("不用带材料")
                        }
                    }
                }
                GridLayout {
                    columns: 2
                    columnSpacing: Theme.gap
                    rowSpacing: Theme.gap
                    uniformCellWidths: true
                    Layout.fillWidth: true
                    Layout.preferredWidth: 716
                    Layout.alignment: Qt.AlignTop
                    FactTile { label: qsTr("多久办好"); value: page.view.timeText; valueSize: Theme.em(34); Layout.fillWidth: true; Layout.fillHeight: true }
                    FactTile { label: qsTr("费用"); value: page.view.feeText; valueSize: Theme.em(34); Layout.fillWidth: true; Layout.fillHeight: true }
                    FactTile { label: qsTr("现在要花"); value: page.view.minutesText; valueSize: Theme.em(34); Layout.fillWidth: true; Layout.fillHeight: true }
                    FactTile { label: qsTr("您会得到"); value: page.view.resultText; valueSize: Theme.em(34); valueLines: 3; Layout.fillWidth: true; Layout.fillHeight: true }
                    Repeater {
                        model: [page.view.hereText, ...page.view.words].filter(text => text !== "")
                        delegate: Rectangle {
                            id: here
                            required property string modelData
                            required property int index
                            readonly property string tone: index > 0 ? "info" : page.view.hereTone
                            implicitHeight: word.implicitHeight + Theme.px(36)
                            radius: Theme.radius
                            color: Theme.soft(tone)
                            border.width: Theme.contrast ? Theme.edge : 0
                            border.color: Theme.strong(tone)
                            Layout.columnSpan: 2
                            Layout.fillWidth: true
                            Label {
                                id: word
                                anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.wide }
                                text: here.modelData
                                font.bold: here.index === 0
                                color: Theme.textOf(here.tone)
                                maximumLineCount: 8
                            }
                        }
                    }
                }
            }
        }
    }
    ScrollMark { flick: flick }
}
