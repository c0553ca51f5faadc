pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// The official's words in large letters, for who cannot hear them; above, what was done about it.
Rectangle {
    id: card

    required property var view
    property int lines: Theme.elder ? 4 : 6

    implicitHeight: words.implicitHeight + Theme.px(40)
    radius: Theme.radiusBig
    color: Theme.priSoft
    border.width: Theme.edgeBold
    border.color: Theme.pri
    Accessible.role: Accessible.AlertMessage
    Accessible.name: view.hearingTitle + " " + view.hearingText

    ColumnLayout {
        id: words
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        anchors { leftMargin: Theme.px(32); rightMargin: Theme.px(32) }
        spacing: Theme.px(8)
        RowLayout {
            spacing: Theme.gap
            LineIcon {
                name: "ear"
                colour: Theme.priDark
                size: Theme.em(36)
                Layout.alignment: Qt.AlignTop
            }
            Prose {
                text: card.view.hearingTitle
                color: Theme.priDark
                font.bold: true
                maximumLineCount: 3
                tight: true
                Layout.fillWidth: true
            }
        }
        Words {
            objectName: "hearingText"
            text: card.view.hearingText
            font.pixelSize: Theme.em(44)
            font.bold: true
            ground: Theme.priSoft
            Layout.fillWidth: true
            Layout.maximumHeight: Theme.em(61) * card.lines
        }
    }
}
