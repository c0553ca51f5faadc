import QtQuick
import QtQuick.Layouts
import ".."

// What went wrong, in amber, with a sign and words.
Rectangle {
    id: note

    property string text

    implicitHeight: Math.max(Theme.target, words.implicitHeight + Theme.px(40))
    radius: Theme.radius
    color: Theme.accSoft
    border.width: Theme.edgeBold
    border.color: Theme.acc

    RowLayout {
        anchors { fill: parent; leftMargin: Theme.px(28); rightMargin: Theme.px(28) }
        spacing: Theme.px(20)
        LineIcon {
            name: "warning"
            colour: Theme.accText
            size: Theme.em(40)
        }
        Prose {
            id: words
            text: note.text
            font.bold: true
            color: Theme.accText
            maximumLineCount: 4
            verticalAlignment: Text.AlignVCenter
            Layout.fillWidth: true
        }
    }
}
