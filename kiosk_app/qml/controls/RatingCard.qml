pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// Five levels, voluntary, unseen by the official. Big letters stand in columns.
Card {
    id: card

    required property var view
    required property var intents
    property bool folded: Theme.elder

    implicitHeight: column.implicitHeight + 2 * column.anchors.margins

    ColumnLayout {
        id: column
        anchors.fill: parent
        anchors.margins: Theme.px(28)
        spacing: Theme.gap
        RowLayout {
            Label {
                text: card.view.ratingTitle
                font.pixelSize: Theme.title
                font.bold: true
                maximumLineCount: 2
                Layout.fillWidth: true
            }
            Loader {
                active: !card.folded
                visible: active
                sourceComponent: skip
            }
        }
        Label {
            text: card.view.ratingText
            color: Theme.ink2
            maximumLineCount: 4
            tight: true
            Layout.fillWidth: true
            Layout.topMargin: -Theme.px(card.folded ? 14 : 16)
        }
        GridLayout {
            columns: !card.folded ? 1 : Theme.portrait ? 3 : 2
            columnSpacing: Theme.gap
            rowSpacing: Theme.gap
            uniformCellWidths: true
            Layout.fillWidth: true
            Layout.fillHeight: true
            Repeater {
                model: card.view.levels
                delegate: RatingLevel {
                    required property var modelData
                    level: modelData.level
                    text: modelData.text
                    on: card.view.chosenLevel === modelData.level
                    folded: card.folded
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.minimumHeight: Math.max(Theme.target, Theme.px(!card.folded || !Theme.portrait ? 0 : Theme.elder ? 168 : 120))
                    Layout.maximumHeight: Theme.px(card.folded ? 180 : 132)
                    onChosen: card.intents.rate(modelData.level)
                }
            }
            Loader {
                active: card.folded
                visible: active
                sourceComponent: skip
                Layout.fillWidth: true
            }
        }
    }
    Component {
        id: skip
        QuietButton {
            objectName: "skipRating"
            text: qsTr("这次不评价")
            fill: "transparent"
            border: "transparent"
            leftPadding: Theme.px(card.folded ? 0 : 36)
            rightPadding: leftPadding
            onActivated: card.intents.skipRating()
        }
    }
}
