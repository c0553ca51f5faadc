pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ".."

// One word to choose.
T.AbstractButton {
    id: candidate

    required property int index
    required property string modelData
    property bool large: false
    signal chosen(int index)

    objectName: "candidate-" + index
    text: modelData
    implicitWidth: Math.max(Theme.target, word.implicitWidth + Theme.px(44))
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    onClicked: candidate.chosen(index)
    background: Rectangle {
        radius: Theme.radius
        color: candidate.down ? Theme.priSoft : "transparent"
    }
    contentItem: Label {
        id: word
        text: candidate.text
        font.pixelSize: Theme.px(candidate.large ? Theme.zoomed ? 128 : 64 : Theme.zoomed ? 84 : Theme.elder ? 52 : 42)
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Theme.px(28)
        font.bold: candidate.index === 0 && !candidate.large
        color: candidate.index === 0 ? Theme.pri : Theme.ink
        wrapMode: Text.NoWrap
        elide: Text.ElideNone
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
    }
}
