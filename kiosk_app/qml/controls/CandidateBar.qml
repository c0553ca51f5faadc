pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import ".."

// What is being spelled and the words it may mean; without letters, the name of the field.
RowLayout {
    id: bar

    required property var keyboard
    property string label
    signal hideWanted

    height: Theme.px(Theme.elder ? 120 : 92)
    spacing: Theme.gap

    Label {
        visible: bar.keyboard.composing === ""
        text: bar.keyboard.pinyinReady || bar.label === "" ? bar.label : qsTr("%1（这台机器没有拼音，请用字母和数字）").arg(bar.label)
        color: Theme.ink2
        maximumLineCount: 2
        verticalAlignment: Text.AlignVCenter
        Layout.fillWidth: true
        Layout.fillHeight: true
    }
    Label {
        visible: bar.keyboard.composing !== ""
        text: bar.keyboard.composing
        color: Theme.ink2
        wrapMode: Text.NoWrap
        elide: Text.ElideLeft
        Layout.maximumWidth: Theme.px(420)
    }
    ListView {
        id: list
        cacheBuffer: 0
        visible: bar.keyboard.composing !== ""
        Layout.fillWidth: true
        Layout.fillHeight: true
        orientation: ListView.Horizontal
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        model: bar.keyboard.candidates
        onModelChanged: positionViewAtBeginning()
        delegate: T.AbstractButton {
            id: candidate

            required property int index
            required property string modelData

            objectName: "candidate-" + index
            text: modelData
            height: list.height
            implicitWidth: Math.max(Theme.target, word.implicitWidth + Theme.px(44))
            focusPolicy: Qt.NoFocus
            Accessible.role: Accessible.Button
            Accessible.name: text
            onClicked: bar.keyboard.choose(index)
            background: Rectangle {
                radius: Theme.radius
                color: candidate.down ? Theme.priSoft : "transparent"
            }
            contentItem: Label {
                id: word
                text: candidate.text
                font.pixelSize: Theme.px(Theme.elder ? 52 : 42)
                font.bold: candidate.index === 0
                color: candidate.index === 0 ? Theme.pri : Theme.ink
                wrapMode: Text.NoWrap
                elide: Text.ElideNone
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
            }
        }
    }
    PressButton {
        objectName: "key-hide"
        text: qsTr("收起")
        ink: Theme.ink2
        fill: "transparent"
        border: "transparent"
        textSize: Theme.body
        implicitHeight: Theme.target
        onActivated: bar.hideWanted()
    }
}
