pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// A sentence on a coloured ground: what it means, what to do.
Rectangle {
    id: card

    property string tone: "acc"
    property string glyph: tone === "ok" ? "check-circle" : "info"
    property string text
    property int lines: 5

    implicitHeight: Math.max(Theme.px(100), label.implicitHeight + Theme.px(44))
    radius: Theme.radiusBig
    color: Theme.soft(tone)
    border.width: Theme.edge
    border.color: Theme.strong(tone)

    RowLayout {
        anchors { fill: parent; leftMargin: Theme.px(36); rightMargin: Theme.px(36) }
        spacing: Theme.px(20)
        LineIcon {
            name: card.glyph
            colour: Theme.textOf(card.tone)
            size: Theme.em(40)
        }
        Prose {
            id: label
            text: card.text
            font.pixelSize: Theme.lead
            font.bold: true
            maximumLineCount: card.lines
            verticalAlignment: Text.AlignVCenter
            Layout.fillWidth: true
        }
    }
}
