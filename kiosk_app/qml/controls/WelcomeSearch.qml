pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ".."

// The one big search of the first page; a touch anywhere opens the search page.
T.AbstractButton {
    id: search

    required property var intents

    objectName: "search"
    implicitHeight: Theme.px(130)
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: qsTr("搜事项")
    onClicked: search.intents.openSearch()

    background: Rectangle {
        radius: Theme.radiusHuge
        color: search.down ? Theme.priSoft : Theme.card
        border.width: Theme.px(4)
        border.color: Theme.pri
    }
    contentItem: Item {
        LineIcon {
            id: glass
            anchors { left: parent.left; leftMargin: Theme.px(44); verticalCenter: parent.verticalCenter }
            name: "search"
            colour: Theme.pri
            size: Theme.px(52)
        }
        Label {
            anchors { left: glass.right; right: go.left; verticalCenter: parent.verticalCenter }
            anchors { leftMargin: Theme.px(24); rightMargin: Theme.gap }
            text: qsTr("搜事项，如“社保卡”或“sbk”")
            font.pixelSize: Theme.em(38)
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.body
            color: Theme.ink3
            wrapMode: Text.NoWrap
        }
        Rectangle {
            id: go
            anchors { right: parent.right; rightMargin: Theme.px(22); verticalCenter: parent.verticalCenter }
            width: Math.max(Theme.px(168), word.implicitWidth + Theme.px(64))
            height: Theme.px(88)
            radius: Theme.px(24)
            color: search.down ? Theme.priDark : Theme.pri
            Label {
                id: word
                anchors.centerIn: parent
                text: qsTr("搜索")
                font.pixelSize: Theme.em(34)
                font.bold: true
                color: Theme.inkOnPri
                wrapMode: Text.NoWrap
            }
        }
    }
}
