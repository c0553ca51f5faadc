pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// A number to keep, large, and what it is good for.
Card {
    id: card

    property string label
    property string number
    property string text

    implicitHeight: column.implicitHeight + Theme.px(72)

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        anchors { leftMargin: Theme.px(40); rightMargin: Theme.px(40) }
        spacing: Theme.px(2)
        Label {
            text: card.label
            color: Theme.ink2
        }
        Label {
            text: card.number
            font.pixelSize: Theme.em(60)
            font.letterSpacing: Theme.px(2)
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.lead
            font.bold: true
            wrapMode: Text.NoWrap
            Layout.fillWidth: true
        }
        Label {
            visible: text !== ""
            text: card.text
            color: Theme.ink2
            maximumLineCount: 4
            Layout.fillWidth: true
        }
    }
}
