pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// The guide of one item beside the list: for whom, what to bring, how long, and the two ways to do it.
Card {
    id: card

    required property var guide
    required property var intents
    property bool tight: false

    implicitHeight: flick.contentHeight + buttons.implicitHeight + Theme.px(88)

    Flickable {
        id: flick
        anchors { left: parent.left; right: parent.right; top: parent.top; bottom: buttons.top }
        anchors { leftMargin: Theme.px(32); rightMargin: Theme.px(32); topMargin: Theme.px(28); bottomMargin: Theme.px(16) }
        contentWidth: width
        contentHeight: column.implicitHeight
        boundsBehavior: Flickable.StopAtBounds
        clip: true

        ColumnLayout {
            id: column
            width: flick.width
            spacing: Theme.px(10)

            RowLayout {
                visible: !card.tight
                StatusChip {
                    visible: !Theme.elder
                    text: qsTr("办事指南")
                    tone: "pri"
                }
                Item { Layout.fillWidth: true; visible: !Theme.elder }
                Chip {
                    objectName: "openGuide"
                    text: qsTr("看完整指南")
                    Layout.fillWidth: Theme.elder
                    onActivated: card.intents.openGuide()
                }
            }
            Label {
                text: card.guide.title
                font.pixelSize: Theme.title
                font.bold: true
                maximumLineCount: 3
                tight: true
                Layout.fillWidth: true
            }
            Label {
                text: card.guide.who
                color: Theme.ink2
                maximumLineCount: 4
                Layout.fillWidth: true
            }
            Repeater {
                model: card.guide.materials
                delegate: MaterialLine {
                    Layout.fillWidth: true
                }
            }
            RowLayout {
                spacing: Theme.gap
                Layout.topMargin: Theme.px(8)
                FactTile {
                    label: qsTr("预计用时")
                    value: card.guide.minutes
                    Layout.fillWidth: true
                }
                FactTile {
                    label: qsTr("费用")
                    value: card.guide.fee
                    Layout.fillWidth: true
                }
            }
            Label {
                visible: text !== ""
                text: card.guide.hereText
                color: Theme.textOf(card.guide.hereTone)
                font.bold: true
                maximumLineCount: 8
                Layout.fillWidth: true
            }
        }
    }
    ScrollMark {
        flick: flick
        ground: Theme.card
    }
    GridLayout {
        id: buttons
        columns: card.tight ? 2 : 1
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        anchors { leftMargin: Theme.px(32); rightMargin: Theme.px(32); bottomMargin: Theme.px(28) }
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap
        PrimaryButton {
            objectName: "startMatter"
            visible: card.guide.canDoHere === true
            text: qsTr("自己办")
            textSize: card.tight ? Theme.lead : Theme.em(36)
            leftPadding: Theme.gap
            rightPadding: Theme.gap
            Layout.fillWidth: true
            Layout.preferredWidth: 2
            onActivated: card.intents.startMatter()
        }
        CallButton {
            objectName: "askCallItem"
            text: qsTr("请云坐席帮办")
            textSize: card.tight ? Theme.lead : Theme.em(36)
            leftPadding: Theme.gap
            rightPadding: Theme.gap
            Layout.fillWidth: true
            Layout.preferredWidth: 3
            onActivated: card.intents.askCall()
        }
    }
}
