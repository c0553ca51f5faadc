pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// One message over the page: what happened, what it means, what to do. Goes away by a tap.
Rectangle {
    id: notice

    required property string text
    required property string tone
    required property bool stays
    signal dismissed

    implicitHeight: Math.max(Theme.target, label.implicitHeight + Theme.px(32))
    radius: Theme.radius
    color: Theme.soft(tone)
    border.width: Theme.edgeBold
    border.color: Theme.strong(tone)
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    MouseArea { anchors.fill: parent }

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.px(28)
        anchors.rightMargin: Theme.px(4)
        spacing: Theme.px(20)
        LineIcon {
            name: notice.tone === "ok" ? "check-circle" : notice.tone === "info" ? "info" : "warning"
            colour: Theme.textOf(notice.tone)
            size: Theme.em(40)
        }
        Prose {
            id: label
            text: notice.text
            color: Theme.contrast ? Theme.ink : Theme.textOf(notice.tone)
            font.bold: true
            maximumLineCount: 4
            verticalAlignment: Text.AlignVCenter
            Layout.fillWidth: true
        }
        PressButton {
            objectName: "dismissNotice"
            visible: !notice.stays
            glyph: "close"
            describedAs: qsTr("知道了，收起提示")
            fill: "transparent"
            border: "transparent"
            ink: Theme.textOf(notice.tone)
            leftPadding: 0
            rightPadding: 0
            onActivated: notice.dismissed()
        }
    }
}
