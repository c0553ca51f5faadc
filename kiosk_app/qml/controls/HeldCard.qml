pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// On hold: no picture of either end, and words that say so.
Rectangle {
    id: card

    required property var view
    property bool brief: false

    objectName: "held"
    radius: Theme.radiusHuge
    color: Theme.stage
    border.width: Theme.contrast ? Theme.edge : 0
    border.color: Theme.line

    ColumnLayout {
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(card.brief ? 24 : 48) }
        spacing: Theme.gap
        LineIcon {
            visible: card.height > Theme.px(420)
            name: "clock"
            colour: "#FFC04D"
            size: Theme.px(120)
            Layout.alignment: Qt.AlignHCenter
        }
        Prose {
            id: headline
            text: card.view.heldTitle
            color: "#FFFFFF"
            font.pixelSize: card.brief ? Theme.lead : Theme.title
            font.bold: true
            horizontalAlignment: Text.AlignHCenter
            maximumLineCount: 3
            Layout.fillWidth: true
        }
        Prose {
            visible: card.height > implicitHeight + headline.implicitHeight + Theme.gap // else the headline says enough
            text: card.view.heldText
            color: "#DCE7EC"
            font.pixelSize: Theme.lead
            horizontalAlignment: Text.AlignHCenter
            maximumLineCount: 4
            Layout.fillWidth: true
        }
    }
}
