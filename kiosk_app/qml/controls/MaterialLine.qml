pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// One paper of a guide: needed now (tick) or only in some cases (ring).
RowLayout {
    id: line

    required property var modelData

    spacing: Theme.px(14)

    LineIcon {
        visible: line.modelData.got
        name: "check"
        colour: Theme.okText
        size: Theme.em(32)
        Layout.alignment: Qt.AlignTop
        Layout.topMargin: Theme.em(5)
    }
    Rectangle {
        visible: !line.modelData.got
        implicitWidth: Theme.em(24)
        implicitHeight: implicitWidth
        radius: width / 2
        color: "transparent"
        border.width: Theme.edge
        border.color: Theme.ink3
        Layout.alignment: Qt.AlignTop
        Layout.topMargin: Theme.em(9)
        Layout.leftMargin: Theme.em(4)
        Layout.rightMargin: Theme.em(4)
    }
    Prose {
        text: line.modelData.note ? esc(line.modelData.text) + "<font color=\"" + Theme.ink3 + "\">&nbsp;· " + esc(line.modelData.note) + "</font>" : esc(line.modelData.text)
        textFormat: Text.StyledText
        maximumLineCount: 3
        Layout.fillWidth: true
        function esc(raw: string): string { return raw.replace(/&/g, "&amp;").replace(/</g, "&lt;") }
    }
}
