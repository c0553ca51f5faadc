pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ".."

// A page of paper; a touch shows it large, another one puts it back.
T.AbstractButton {
    id: sheet

    property string url
    property bool large: false

    implicitWidth: Theme.px(620)
    implicitHeight: Theme.px(860)
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: qsTr("放大看申请表")
    onClicked: if (url !== "") large = true

    background: Card {
        border.color: sheet.down ? Theme.pri : Theme.line
    }
    contentItem: Item {
        Image {
            id: picture
            anchors { fill: parent; margins: Theme.px(12) }
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
            text: qsTr("正在生成申请表…")
            color: Theme.ink2
            horizontalAlignment: Text.AlignHCenter
        }
        StatusChip {
            visible: sheet.url !== ""
            anchors { right: parent.right; bottom: parent.bottom; margins: Theme.px(20) }
            text: qsTr("点一下放大")
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
