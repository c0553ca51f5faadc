pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// A paper that was handed in: small picture, name, state.
Card {
    id: tile

    required property var modelData

    radius: Theme.radius
    implicitHeight: Math.max(Theme.px(148), words.implicitHeight + Theme.px(40))

    RowLayout {
        anchors { fill: parent; margins: Theme.gap }
        spacing: Theme.px(20)
        Rectangle {
            implicitWidth: Theme.px(100)
            color: Theme.contrast ? "#222222" : "#E9EDEF"
            Layout.fillHeight: true
            Image {
                anchors { fill: parent; margins: Theme.px(4) }
                visible: tile.modelData.url !== ""
                source: tile.modelData.url
                cache: false
                fillMode: Image.PreserveAspectFit
                sourceSize: Qt.size(Theme.px(200), Theme.px(240))
                Accessible.ignored: true
            }
            LineIcon {
                anchors.centerIn: parent
                visible: tile.modelData.url === ""
                name: "paper"
                colour: Theme.ink3
                size: Theme.px(48)
            }
        }
        ColumnLayout {
            id: words
            spacing: 0
            Layout.fillWidth: true
            Label {
                text: tile.modelData.name
                font.bold: true
                maximumLineCount: 2
                Layout.fillWidth: true
            }
            Label {
                visible: text !== ""
                text: tile.modelData.sub
                color: Theme.ink2
                maximumLineCount: 2
                Layout.fillWidth: true
            }
        }
    }
}
