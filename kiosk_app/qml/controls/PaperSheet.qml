pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ".."

// A page of paper; a touch shows it large, another one puts it back.
T.AbstractButton {
    id: sheet

    property string url
    property string title
    property bool large: false

    implicitWidth: Theme.px(620)
    implicitHeight: Theme.px(860)
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: qsTr("放大看 %1").arg(title)
    onClicked: if (url !== "") large = true

    background: Card {
        border.color: sheet.down ? Theme.pri : Theme.line
    }
    contentItem: Item {
        Image {
            id: picture
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.px(12) }
            anchors { top: words.visible ? words.bottom : parent.top }
            source: sheet.url
            cache: false
            fillMode: Image.PreserveAspectFit
            sourceSize.width: Math.max(1, width * 1.5)
            mipmap: true
            Accessible.ignored: true
        }
        Label {
            anchors.centerIn: parent
            visible: sheet.url === ""
            width: parent.width - Theme.px(64)
            text: qsTr("正在生成要签的文件…")
            color: Theme.ink2
            horizontalAlignment: Text.AlignHCenter
        }
        Label {
            id: words
            visible: text !== ""
            anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.px(16) }
            text: sheet.title
            color: Theme.priDark
            font.bold: true
            horizontalAlignment: Text.AlignLeft
            font.pixelSize: sheet.width < Theme.em(180) ? Theme.px(28) : Theme.body // a long word must not break inside
            maximumLineCount: 3
            tight: true
        }
        StatusChip {
            visible: sheet.url !== ""
            anchors { right: parent.right; bottom: parent.bottom; margins: Theme.px(20) }
            text: sheet.width < Theme.em(330) ? "" : qsTr("点一下放大")
            glyph: "search"
            tone: "pri"
        }
    }
    PaperLarge {
        url: sheet.large ? sheet.url : ""
        visible: sheet.large
        onClosed: sheet.large = false
    }
}
