pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// A short word about the state of things; not for pressing.
Rectangle {
    id: chip

    property string text
    property string tone: "ok"
    property bool dot: false
    property bool pill: false
    property string glyph

    implicitWidth: row.implicitWidth + Theme.px(pill ? 48 : 36)
    implicitHeight: Theme.body * (pill ? 1.9 : 1.6)
    radius: pill ? height / 2 : Theme.px(12)
    color: Theme.soft(tone)
    border.width: pill || Theme.contrast ? Theme.edge : 0
    border.color: Theme.strong(tone)
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    RowLayout {
        id: row
        anchors.centerIn: parent
        width: Math.min(implicitWidth, chip.width - Theme.px(24))
        spacing: Theme.px(10)
        Rectangle {
            visible: chip.dot
            implicitWidth: Theme.em(16)
            implicitHeight: implicitWidth
            radius: width / 2
            color: Theme.strong(chip.tone)
        }
        LineIcon {
            visible: chip.glyph !== ""
            name: chip.glyph
            colour: Theme.textOf(chip.tone)
            size: Theme.em(28)
        }
        Label {
            visible: text !== "" // a layout keeps the width of words that are gone
            text: chip.text
            color: Theme.textOf(chip.tone)
            font.bold: true
            wrapMode: Text.NoWrap
            Layout.fillWidth: true
        }
    }
}
